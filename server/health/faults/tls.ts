import type { AnyFault } from '../fault';

export const TLS_FAULTS: readonly AnyFault[] = [];
