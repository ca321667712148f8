import type { AnyProbe } from '../probe';

export const PROXY_PROBES: readonly AnyProbe[] = [];
