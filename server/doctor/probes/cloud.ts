import type { AnyProbe } from '../probe';

export const CLOUD_PROBES: readonly AnyProbe[] = [];
