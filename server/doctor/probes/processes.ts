import type { AnyProbe } from '../probe';

export const PROCESSES_PROBES: readonly AnyProbe[] = [];
