const cacheKeyTypes = ['Image', 'Registry', 'Global'] as const

/** For what else an answer holds: this image only, every image of its registry, all that the provider matches. */
export type CacheKeyType = (typeof cacheKeyTypes)[number]

export const isCacheKeyType = (text: string): text is CacheKeyType => cacheKeyTypes.some((type) => type === text)

/** `host[:port]` of an image without tag (parseRegistry, pkg/credentialprovider/plugin/plugin.go, v1.36). */
export const registryOf = (image: string): string => image.split('/', 1)[0] ?? ''

/** Under what kubelet files an answer for an image; no image and no registry is named `<global>`. */
export const cacheKey = (type: CacheKeyType, image: string): string => {
  switch (type) {
    case 'Image':
      return image
    case 'Registry':
      return registryOf(image)
    case 'Global':
      return '<global>'
  }
}

/** Under what an answer for an image may be filed, in the order in which kubelet looks (getCachedCredentials). */
export const cacheKeysToTry = (image: string): readonly string[] => cacheKeyTypes.map((type) => cacheKey(type, image))
