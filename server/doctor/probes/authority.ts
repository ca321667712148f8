import type { AnyProbe } from '../probe';

export const AUTHORITY_PROBES: readonly AnyProbe[] = [];
