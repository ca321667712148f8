import type { AnyFault } from '../fault';

export const MAIL_FAULTS: readonly AnyFault[] = [];
