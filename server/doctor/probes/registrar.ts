import type { AnyProbe } from '../probe';

export const REGISTRAR_PROBES: readonly AnyProbe[] = [];
