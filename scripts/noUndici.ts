// Stands in for undici in the bundle (see leanKubeConfig.ts). Whoever would need it says so, instead of sending nothing.

const absent = function (): never {
  throw new Error('undici is not part of this program: src/kube/transport.ts is what sends requests')
}

/** As undici names them, for code that is there and is never run. */
export { absent as Agent, absent as ProxyAgent, absent as fetch }
