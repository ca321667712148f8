/** What a diagnosis says: `--json` prints it, the desk keeps it. Its version counts up when a field changes its meaning. */
import type { Finding } from '../health/judge';
import type { Layer, View } from '../health/layers';

export const REPORT_VERSION = 1;

/** well: looked at, and nothing found. unknown: it could not be looked at, or nobody was asked to. */
export type LayerState = 'well' | 'fault' | 'unknown';

export interface LayerReport {
  readonly layer: Layer;
  readonly state: LayerState;
  /** How many rows of the catalogue could be judged, of how many there are. */
  readonly judged: number;
  readonly known: number;
  /** Why some could not: a sentence each. */
  readonly unlooked: readonly string[];
  readonly tookMs: number;
}

export interface Report {
  readonly version: typeof REPORT_VERSION;
  readonly domain: string;
  readonly startedAt: string;
  readonly tookMs: number;
  readonly views: readonly View[];
  readonly layers: readonly LayerReport[];
  /** Causes, the worst first; each carries what follows from it. */
  readonly findings: readonly Finding[];
}
