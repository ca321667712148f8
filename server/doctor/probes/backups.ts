import type { AnyProbe } from '../probe';

export const BACKUPS_PROBES: readonly AnyProbe[] = [];
