import type { ClusterAccess } from '../../cluster/access.ts'

type OfVersion = Pick<ClusterAccess, 'version'>

/** 36 of v1.36.3. */
const minorOf = ({ version }: OfVersion): number => {
  const minor = /^v1\.(\d+)\./.exec(version)?.[1]
  if (minor === undefined) throw new Error(`${version} is no version of Kubernetes 1`)
  return Number(minor)
}

/**
 * Since 1.35 a private image that is on the node starts only pods that could have pulled it (KEP-2535,
 * KubeletEnsureSecretPulledImages); before, whoever comes later needs no credentials.
 */
export const guardsImagesOnTheNode = (cluster: OfVersion): boolean => minorOf(cluster) >= 35

/**
 * Since 1.35 image volumes are on by default (feature gate ImageVolume); before, the API server drops them and their
 * mounts from the pod without a word (dropImageVolumes, pkg/api/pod).
 */
export const hasImageVolumes = (cluster: OfVersion): boolean => minorOf(cluster) >= 35
