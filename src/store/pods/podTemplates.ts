import { createCounted } from '../rows/counted.ts'
import { createPartPools } from './partPools.ts'
import { hasTemplate, templateOf, type OwnedPod, type PodTemplate } from './podShape.ts'
import { hashOf } from '../rows/rowIndex.ts'

/** The templates that shapes have now, by number. */
export interface PodTemplates {
  readonly at: (number: number) => PodTemplate | undefined
  /** The number of a pod's template, counted once more. */
  readonly take: (pod: OwnedPod) => number
  /** Of a shape that is gone. */
  readonly release: (number: number) => void
}

/** Whoever finds many texts of one hash must not make each pod be compared with all: what is more is held twice. */
const comparedTemplates = 16

type Told = Pick<OwnedPod, 'phase' | 'hasRun' | 'serviceAccountName' | 'podTemplateHash' | 'containers' | 'pulled'>

/** Over what templates differ in; equal ones have the same. */
const hashOfTemplate = ({
  phase,
  hasRun,
  serviceAccountName,
  podTemplateHash = '',
  containers,
  pulled,
}: Told): number => {
  let hash = hashOf(podTemplateHash, hashOf(serviceAccountName, hashOf(phase, hasRun ? 1 : 2)))
  for (const { name, image } of containers) hash = hashOf(image, hashOf(name, hash))
  for (const name of pulled) hash = hashOf(name, hash)
  return hash
}

export const createPodTemplates = (): PodTemplates => {
  const templates = createCounted<PodTemplate>()
  /** By hash; most have one. */
  const byHash = new Map<number, number | readonly number[]>()
  const share = createPartPools()
  let latest: PodTemplate | undefined

  const numbersOf = (hash: number): readonly number[] => {
    const numbers = byHash.get(hash) ?? []
    return typeof numbers === 'number' ? [numbers] : numbers
  }

  return {
    at: templates.at,
    take: (pod) => {
      const hash = hashOfTemplate(pod)
      const known = numbersOf(hash)
      for (const number of known.slice(-comparedTemplates)) {
        const template = templates.at(number)
        if (template === undefined || !hasTemplate(pod, template)) continue
        templates.count(number)
        latest = template
        return number
      }
      latest = share(templateOf(pod), latest)
      const number = templates.add(latest)
      byHash.set(hash, known.length === 0 ? number : [...known, number])
      return number
    },
    release: (number) => {
      const gone = templates.release(number)
      if (gone === undefined) return
      if (latest === gone) latest = undefined
      const hash = hashOfTemplate(gone)
      const left = numbersOf(hash).filter((one) => one !== number)
      const [first] = left
      if (first === undefined) byHash.delete(hash)
      else byHash.set(hash, left.length === 1 ? first : left)
    },
  }
}
