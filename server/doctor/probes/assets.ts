import type { AnyProbe } from '../probe';

export const ASSETS_PROBES: readonly AnyProbe[] = [];
