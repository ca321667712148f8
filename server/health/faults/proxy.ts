import type { AnyFault } from '../fault';

export const PROXY_FAULTS: readonly AnyFault[] = [];
