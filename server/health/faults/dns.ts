import type { AnyFault } from '../fault';
import { CAA_FAULTS } from './dns-caa';
import { RECORD_FAULTS } from './dns-records';
import { RESOLUTION_FAULTS } from './dns-resolution';
import { SERVER_FAULTS } from './dns-servers';

export const DNS_FAULTS: readonly AnyFault[] = [
  ...SERVER_FAULTS,
  ...RECORD_FAULTS,
  ...RESOLUTION_FAULTS,
  ...CAA_FAULTS,
];
