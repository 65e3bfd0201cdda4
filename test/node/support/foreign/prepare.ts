import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kubectlOrThrow, type KubectlAccess } from '../../../cluster/kubectl.ts'
import { ARCHITECTURE, makeImages, pushEveryImage } from '../../../cluster/node/images.ts'
import { type JsonObject, objectAt, objectsAt, parseJson, textAt } from '../../../support/apiserver/json.ts'
import { findProgram } from '../../../integration/support/findProgram.ts'
import { installFrom, manifests, OPERATOR_NAMESPACE } from '../installOperator.ts'
import { isGiven, readEnvironment } from './environment.ts'
import { FOREIGN_VARIABLE, type ForeignCluster } from './foreignCluster.ts'

/** Programs that this machine needs to make and push images, and to drive the cluster. */
const PROGRAMS = ['kubectl', 'skopeo', 'busybox', 'tar'] as const

const kubectlPath = (): string => {
  const missing = PROGRAMS.filter((program) => findProgram(program) === undefined)
  if (missing.length > 0)
    throw new Error(`to run the node suite on a cluster of yours this machine needs ${missing.join(', ')}`)
  return findProgram('kubectl') ?? ''
}

const architectureOf = (node: JsonObject): string =>
  textAt(objectAt(objectAt(node, 'status'), 'nodeInfo'), 'architecture')

/** Images are made of this machine's files: nodes of another architecture cannot run them. */
const checkNodes = async (kubectl: KubectlAccess): Promise<void> => {
  const nodes = objectsAt(parseJson(await kubectlOrThrow(kubectl, ['get', 'nodes', '--output=json'])), 'items')
  const others = nodes.filter((node) => architectureOf(node) !== ARCHITECTURE)
  if (nodes.length === 0) throw new Error('the cluster has no nodes')
  if (others.length > 0) {
    const named = others.map((node) => `${textAt(objectAt(node, 'metadata'), 'name')} (${architectureOf(node)})`)
    throw new Error(
      `images are made here for ${ARCHITECTURE}, and these nodes are of another kind: ${named.join(', ')}`,
    )
  }
}

/** What is there would be changed, and taken away at the end. */
const checkNothingIsInstalled = async (kubectl: KubectlAccess): Promise<void> => {
  const names = ['namespace', OPERATOR_NAMESPACE, '--ignore-not-found', '--output=name']
  const crd = ['crd', 'imagepolicies.pullkeeper.dev', '--ignore-not-found', '--output=name']
  const found = (await kubectlOrThrow(kubectl, ['get', ...names])) + (await kubectlOrThrow(kubectl, ['get', ...crd]))
  if (found !== '')
    throw new Error(
      `the cluster has a Pullkeeper already (${found.trim().replaceAll('\n', ', ')}): the suite installs its own, ` +
        'and takes it away at the end. Give it another cluster',
    )
}

/** What is to be undone at the end. */
export interface Prepared {
  readonly end: () => Promise<void>
}

/**
 * Where the environment names a cluster: checks it and this machine, pushes the images, installs the operator, and
 * leaves for the test files what they need. Undefined where the environment names none.
 *
 * @throws Error with what is missing, before anything is changed
 */
export const prepareForeignCluster = async (): Promise<Prepared | undefined> => {
  if (!isGiven(process.env)) return undefined
  const given = readEnvironment(process.env)
  const program = kubectlPath()
  const directory = mkdtempSync(join(tmpdir(), 'pullkeeper-foreign-'))
  const kubectl: KubectlAccess = { kubectl: program, kubeconfigPath: given.kubeconfigPath, directory }
  const removeDirectory = (): void => {
    rmSync(directory, { recursive: true, force: true })
  }
  let installed = ''
  const end = async (): Promise<void> => {
    if (installed !== '')
      await kubectlOrThrow(kubectl, ['delete', '--ignore-not-found', '--filename=-'], { input: installed })
    removeDirectory()
  }
  try {
    await checkNodes(kubectl)
    await checkNothingIsInstalled(kubectl)
    process.stderr.write(`node: pushing images to ${given.private.pushHost} and ${given.public.pushHost}\n`)
    await makeImages(directory)
    await pushEveryImage(directory, given.private, given.account)
    await pushEveryImage(directory, given.public)
    const text = await manifests(kubectl, given.operatorImage)
    installed = text
    await installFrom(kubectl, text)
  } catch (error) {
    await end()
    throw error
  }
  const cluster: ForeignCluster = { given, kubectl }
  const path = join(directory, 'cluster.json')
  writeFileSync(path, JSON.stringify(cluster), { mode: 0o600 })
  process.env[FOREIGN_VARIABLE] = path
  return { end }
}
