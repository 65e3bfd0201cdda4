/** What the process of the embedded server says once all objects are there. */
export interface ServerMessage {
  readonly tell: 'serving'
  /** YAML. */
  readonly kubeconfig: string
}

/** What the probe inside the operator answers to `{ask: 'figures'}`; it resets the loop's delay on `{ask: 'reset'}`. */
export interface OperatorFigures {
  readonly rssBytes: number
  readonly peakRssBytes: number
  readonly cpuSeconds: number
  /** How late timers fired since the last reset: the latest, and one in a hundred. */
  readonly loopDelayMs: { readonly max: number; readonly p99: number }
  /** The most CPU time of the main thread between two firings of a timer, since the last reset. */
  readonly longestStepMs: number
}
