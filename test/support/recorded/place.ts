import { hostsOfRegistries } from '../../cluster/node/registries.ts'
import type { Place } from '../../node/support/failing.ts'

/** Where the recorded pods are: the namespace is renamed, the registries are the same on every node of ours. */
export const recordedPlace: Place = {
  namespace: 'recorded',
  image: {
    private: (name) => `${hostsOfRegistries.private}/${name}`,
    public: (name) => `${hostsOfRegistries.public}/${name}`,
    proxy: (name) => `${hostsOfRegistries.proxy}/${name}`,
    plain: (name) => `${hostsOfRegistries.plain}/${name}`,
    selfSigned: (name) => `${hostsOfRegistries.selfSigned}/${name}`,
  },
}
