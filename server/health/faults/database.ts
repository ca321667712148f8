import type { AnyFault } from '../fault';

export const DATABASE_FAULTS: readonly AnyFault[] = [];
