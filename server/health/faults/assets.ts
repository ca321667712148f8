import type { AnyFault } from '../fault';

export const ASSETS_FAULTS: readonly AnyFault[] = [];
