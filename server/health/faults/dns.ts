import type { AnyFault } from '../fault';

export const DNS_FAULTS: readonly AnyFault[] = [];
