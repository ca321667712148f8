import type { AnyFault } from '../fault';

export const REGISTRAR_FAULTS: readonly AnyFault[] = [];
