import type { AnyProbe } from '../probe';

export const DATABASE_PROBES: readonly AnyProbe[] = [];
