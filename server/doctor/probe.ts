import type { FactName, Facts } from '../health/facts';
import type { Known } from '../health/fault';
import type { Layer, View } from '../health/layers';
import type { Context } from './context';

export interface Probe<N extends FactName = FactName, A extends FactName = FactName> {
  /** The one group of facts that it gathers. */
  readonly fact: N;
  readonly layer: Layer;
  readonly view: View;
  readonly deadlineMs: number;
  /** Looked at first: it can't begin without them. */
  readonly after: readonly A[];
  /** Looked at first too; it does without what can't be known. */
  readonly ifKnown?: readonly FactName[];
  /** Of no use in development, where names have no registry. */
  readonly onlyPublic?: true;
  /** Reads, and changes nothing. @throws Error with why nothing can be known; a fault is no reason to throw */
  readonly gather: (context: Context, known: Known<A>, signal: AbortSignal) => Promise<Facts[N]>;
}

export const probe = <N extends FactName, A extends FactName = never>(row: Probe<N, A>): Probe<N, A> => row;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- probes differ in what they gather, and none is asked for another's
export type AnyProbe = Probe<any, any>;
