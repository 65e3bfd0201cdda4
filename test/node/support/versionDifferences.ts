import type { Scene } from './scene.ts'

/** The API server's minor version: 36 of v1.36.3. */
const minorOf = async ({ kubectl }: Pick<Scene, 'kubectl'>): Promise<number> => {
  const told = await kubectl('version', '--output=json')
  const { serverVersion }: { readonly serverVersion: { readonly gitVersion: string } } = JSON.parse(told)
  const minor = /^v1\.(\d+)\./.exec(serverVersion.gitVersion)?.[1]
  if (minor === undefined) throw new Error(`${serverVersion.gitVersion} is no version of Kubernetes 1`)
  return Number(minor)
}

/**
 * Since 1.35 a private image that is on the node starts only pods that could have pulled it (KEP-2535,
 * KubeletEnsureSecretPulledImages); before, whoever comes later needs no credentials.
 */
export const guardsImagesOnTheNode = async (scene: Scene): Promise<boolean> => (await minorOf(scene)) >= 35

/**
 * Since 1.35 image volumes are on by default (feature gate ImageVolume); before, the API server drops them and their
 * mounts from the pod without a word (dropImageVolumes, pkg/api/pod).
 */
export const hasImageVolumes = async (scene: Scene): Promise<boolean> => (await minorOf(scene)) >= 35
