import { isDeepStrictEqual } from 'node:util'
import type { PodFinding } from '../../domain/failure/finding.ts'
import { findingKey } from '../../domain/failure/findingGroup.ts'
import type { World } from '../../domain/failure/world.ts'
import type { Pod } from '../../domain/objects/pod.ts'
import type { WorkloadRef } from '../../domain/objects/workload.ts'
import { riskFinding } from '../../domain/restart/riskFinding.ts'
import { rememberingRepositories, repositoryOf, type RepositoryOf } from '../../domain/restart/repositoryDenied.ts'
import { restartRiskSteps, type RestartRisk } from '../../domain/restart/restartRisks.ts'
import type { EventRecorder } from '../../observe/eventRecorder.ts'
import type { Store } from '../../store/store.ts'
import type { OwnerReads } from './ownerReads.ts'
import { ownerOf } from './ownerOf.ts'

export interface ForesightDeps {
  readonly store: Store
  readonly world: World
  readonly owners: Pick<OwnerReads, 'want'>
  readonly recorder: Pick<EventRecorder, 'record'>
}

/**
 * The risks that are filed, kept in step with the cluster. A risk depends on pods of the same image only, so what is
 * looked at again are the repositories that a change touches.
 */
export interface Foresight {
  /** Whether any registry denies a repository: if not, only what comes to fail can change anything. */
  readonly isNeeded: () => boolean
  /** It is denied now and was not, or the other way round. */
  readonly touchRepository: (repository: string) => void
  /** The denied repositories that a pod runs are to be looked at again; false when there are none. */
  readonly touchPod: (pod: Pod | undefined) => boolean
  /** What pods of a namespace run is to be looked at again. */
  readonly touchNamespace: (namespace: string) => void
  readonly touchAll: () => void
  /**
   * Looks at what was touched. It may rest between two steps; what changes meanwhile has to be touched. Gives whether all
   * owners are known: if not, the next look asks for them again.
   */
  readonly look: () => Generator<void, boolean>
}

interface Touched {
  everything: boolean
  readonly repositories: Set<string>
  readonly namespaces: Set<string>
}

const nothing = (): Touched => ({ everything: false, repositories: new Set(), namespaces: new Set() })
const all = (): Touched => ({ ...nothing(), everything: true })

type RisksBySubject = ReadonlyMap<string, readonly RestartRisk[]>

const keyOf = ({ namespace, name }: Pod): string => `${namespace}/${name}`

/** Whether pods run an image of these repositories: of a hundred thousand the others need not be looked at. */
const isConcerned =
  (repositories: ReadonlySet<string>, repositoryOfPulled: RepositoryOf) =>
  ({ phase, pulled, containers }: Pick<Pod, 'phase' | 'pulled' | 'containers'>): boolean =>
    phase === 'Running' &&
    pulled.length > 0 &&
    containers.some(({ image }) => repositories.has(repositoryOfPulled(image) ?? ''))

type ToFinding = (risk: RestartRisk) => PodFinding

/** Most pods of a workload say the same, and to make a text fit to be shown is what costs most. */
const rememberingFindings = (): ToFinding => {
  const known = new Map<string, PodFinding>()
  return (risk) => {
    const { container, image, cause, happened, remedy } = risk
    const key = [container, image, cause, happened, remedy].join('\n')
    const finding = known.get(key) ?? riskFinding(risk)
    known.set(key, finding)
    return finding
  }
}

export const createForesight = ({ store, world, owners, recorder }: ForesightDeps): Foresight => {
  const { now: denied } = store.deniedRepositories
  // What came before anybody listened.
  let touched = all()
  /** By repository, the subjects of which risks are filed: a pod may run images of several. */
  const filed = new Map<string, ReadonlySet<string>>()
  /** Of pods whose owner is being read, and that no Event has told of; by subject. */
  const untold = new Map<string, readonly RestartRisk[]>()

  const deniedOf = (pod: Pod): readonly string[] =>
    pod.containers.flatMap(({ image }) => {
      const repository = repositoryOf(image)
      return repository !== undefined && denied.has(repository) ? [repository] : []
    })

  function* repositoriesIn(namespaces: ReadonlySet<string>): Generator<void, ReadonlySet<string>> {
    const repositories = new Set<string>()
    if (namespaces.size === 0 || denied.size === 0) return repositories
    const concerned = isConcerned(denied, store.imageUse.repositoryOf)
    for (const pod of store.podsThatShare((shared) => namespaces.has(shared.namespace) && concerned(shared))) {
      for (const repository of deniedOf(pod)) repositories.add(repository)
      yield
    }
    return repositories
  }

  /** By repository and subject. */
  function* risksOf(repositories: ReadonlySet<string>): Generator<void, ReadonlyMap<string, RisksBySubject>> {
    const risks = new Map<string, Map<string, RestartRisk[]>>()
    if (repositories.size === 0) return risks
    // By key, for one that changes while this rests may come twice.
    const pods = new Map<string, Pod>()
    for (const pod of store.podsThatShare(isConcerned(repositories, store.imageUse.repositoryOf))) {
      pods.set(keyOf(pod), pod)
      yield
    }
    const of = rememberingRepositories()
    for (const found of restartRiskSteps(pods.values(), repositories, world)) {
      for (const risk of found) {
        const repository = of(risk.image) ?? ''
        const peers = risks.get(repository) ?? new Map<string, RestartRisk[]>()
        const subject = `${keyOf(risk.pod)} ${repository}`
        risks.set(repository, peers.set(subject, [...(peers.get(subject) ?? []), risk]))
      }
      yield
    }
    return risks
  }

  const clear = (subject: string): void => {
    store.risks.set(subject, undefined)
    untold.delete(subject)
  }

  const tell = (workload: WorkloadRef, uid: string, findings: readonly PodFinding[]): void => {
    for (const finding of findings) {
      recorder.record({
        involved: { ...workload, uid },
        type: 'Warning',
        reason: 'ImageLostAtRestart',
        message: finding.message,
        action: 'Diagnose',
        key: `restart ${findingKey(workload, finding)}`,
      })
    }
  }

  const wantOwner = (pod: Pod): void => {
    if (pod.controller !== undefined) owners.want(pod.namespace, pod.controller, keyOf(pod))
  }

  /** Files the risks of one pod in one repository, if they changed. */
  const file = (subject: string, risks: readonly RestartRisk[], toFinding: ToFinding): void => {
    const [first] = risks
    if (first === undefined) return
    const { pod } = first
    const { workload, certain, uid } = ownerOf(store, pod)
    const found = { workload, findings: risks.map(toFinding), since: pod.createdAt }
    const changed = !isDeepStrictEqual(store.risks.of(subject), found)
    if (changed) store.risks.set(subject, found)
    if (!certain) {
      untold.set(subject, risks)
      wantOwner(pod)
      return
    }
    // Without a uid its owner may not be read: there is nothing that an Event could be about.
    if ((untold.delete(subject) || changed) && uid !== undefined) tell(workload, uid, found.findings)
  }

  function* refile(repository: string, risks: RisksBySubject): Generator<void, void> {
    for (const subject of filed.get(repository) ?? []) {
      if (risks.has(subject)) continue
      clear(subject)
      yield
    }
    if (risks.size === 0) filed.delete(repository)
    else filed.set(repository, new Set(risks.keys()))
    const toFinding = rememberingFindings()
    for (const [subject, found] of risks) {
      file(subject, found, toFinding)
      yield
    }
  }

  /** Those whose owner has been read by now: what is foretold of them does not depend on it, who is told does. */
  function* refileNamed(): Generator<void, void> {
    const toFinding = rememberingFindings()
    for (const [subject, risks] of untold) {
      const [{ pod } = {}] = risks
      if (pod === undefined || ownerOf(store, pod).certain) file(subject, risks, toFinding)
      else wantOwner(pod)
      yield
    }
  }

  function* lookAt({ everything, repositories, namespaces }: Touched): Generator<void, boolean> {
    const stale = everything ? denied.union(new Set(filed.keys())) : repositories
    const touchedNow = stale.union(yield* repositoriesIn(namespaces))
    const risks = yield* risksOf(touchedNow.intersection(denied))
    for (const repository of touchedNow) {
      yield* refile(repository, risks.get(repository) ?? new Map<string, readonly RestartRisk[]>())
    }
    yield* refileNamed()
    return untold.size === 0
  }

  return {
    isNeeded: () => denied.size > 0,
    touchRepository: (repository) => void touched.repositories.add(repository),
    touchPod: (pod) => {
      const repositories = pod === undefined || denied.size === 0 ? [] : deniedOf(pod)
      for (const repository of repositories) touched.repositories.add(repository)
      return repositories.length > 0
    },
    touchNamespace: (namespace) => void touched.namespaces.add(namespace),
    touchAll: () => {
      touched.everything = true
    },
    look: function* () {
      const now = touched
      touched = nothing()
      try {
        return yield* lookAt(now)
      } catch (error) {
        touched.everything = true
        throw error
      }
    },
  }
}
