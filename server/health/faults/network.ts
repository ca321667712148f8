import type { AnyFault } from '../fault';

export const NETWORK_FAULTS: readonly AnyFault[] = [];
