import type { AnyProbe } from '../probe';

export const NETWORK_PROBES: readonly AnyProbe[] = [];
