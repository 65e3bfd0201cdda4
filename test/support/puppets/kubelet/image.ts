import { createHash } from 'node:crypto'

/** An image as a runtime shows it: with registry and tag (`docker.io/library/nginx:latest`). */
export const fullImage = (image: string): string => {
  const [first = '', ...rest] = image.split('/')
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  const repository = hasHost ? image : rest.length > 0 ? `docker.io/${image}` : `docker.io/library/${image}`
  return /:[^/]+$/.test(repository) ? repository : `${repository}:latest`
}

export const registryOf = (image: string): string => fullImage(image).split('/')[0] ?? ''

/** `ghcr.io/acme/app`: without tag and digest. */
export const repositoryOf = (image: string): string => {
  const withoutDigest = fullImage(image.split('@')[0] ?? '')
  return withoutDigest.slice(0, withoutDigest.lastIndexOf(':'))
}

export const tagOf = (image: string): string => {
  const full = fullImage(image.split('@')[0] ?? '')
  return full.slice(full.lastIndexOf(':') + 1)
}

const digest = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`

/** What status.containerStatuses[].imageID says for a pulled image. */
export const imageId = (image: string): string => `${repositoryOf(image)}@${digest(image)}`

export const containerId = (uid: string, name: string, restart: number): string =>
  `containerd://${digest(`${uid}/${name}/${restart}`).slice(7)}`

/** The repository without its registry, as it stands in the reference, in upper case too. */
const pathOf = (image: string): string => fullImage(image).split('/').slice(1).join('/').split(/[:@]/)[0] ?? ''

/** kubelet's own text for a reference that does not parse (pkg/util/parsers, v1.36). */
export const invalidNameMessage = (image: string): string => {
  const path = pathOf(image)
  const upper = path === path.toLowerCase() ? '' : `: repository name (${path}) must be lowercase`
  return `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format${upper}`
}
