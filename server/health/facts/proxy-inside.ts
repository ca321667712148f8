export interface ProxyInsideFacts {
  /** What the shop's stream of changes says to an edge that asks; `no answer` where nobody does. */
  readonly purgeStream: 'ready' | 'not listening' | 'no answer';
  /** How long the worker took to answer /healthz on loopback; null: it didn't. */
  readonly workerMs: number | null;
}
