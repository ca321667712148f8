import type { AnyProbe } from '../probe';

export const DNS_PROBES: readonly AnyProbe[] = [];
