export interface ProxyInsideFacts {
  /** What the shop's stream of changes says to an edge that asks; `no answer` where nobody does. */
  readonly purgeStream: 'ready' | 'not listening' | 'no answer';
  /** How long the worker took to answer /healthz on loopback; null: it didn't. */
  readonly workerMs: number | null;
  /** How long a connection may lie idle: until the worker ends it (null: it doesn't say), and until the edge lets go of it. */
  readonly idleMs: { readonly worker: number | null; readonly edge: number };
}
