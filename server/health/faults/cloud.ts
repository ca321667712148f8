import type { AnyFault } from '../fault';

export const CLOUD_FAULTS: readonly AnyFault[] = [];
