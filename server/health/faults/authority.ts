import type { AnyFault } from '../fault';

export const AUTHORITY_FAULTS: readonly AnyFault[] = [];
