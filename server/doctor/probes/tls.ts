import type { AnyProbe } from '../probe';

export const TLS_PROBES: readonly AnyProbe[] = [];
