import type { AnyFault } from '../fault';

export const PROCESSES_FAULTS: readonly AnyFault[] = [];
