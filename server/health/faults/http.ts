import type { AnyFault } from '../fault';

export const HTTP_FAULTS: readonly AnyFault[] = [];
