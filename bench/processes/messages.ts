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
}
