import type { AnyFault } from '../fault';

export const BACKUPS_FAULTS: readonly AnyFault[] = [];
