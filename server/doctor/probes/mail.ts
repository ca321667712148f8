import type { AnyProbe } from '../probe';

export const MAIL_PROBES: readonly AnyProbe[] = [];
