import type { AnyProbe } from '../probe';

export const HTTP_PROBES: readonly AnyProbe[] = [];
