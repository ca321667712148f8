import type { AnyFault } from '../fault';
import { CLOUD_BALANCER_FAULTS } from './cloud-balancer';
import { CLOUD_DISTRIBUTION_FAULTS } from './cloud-distribution';
import { CLOUD_MACHINE_FAULTS } from './cloud-machine';
import { CLOUD_MAIL_FAULTS } from './cloud-mail';
import { CLOUD_NAMES_FAULTS } from './cloud-names';
import { CLOUD_NETWORK_FAULTS } from './cloud-network';
import { PREFLIGHT_FAULTS } from './preflight';

export const CLOUD_FAULTS: readonly AnyFault[] = [
  ...[...CLOUD_MACHINE_FAULTS, ...CLOUD_NETWORK_FAULTS, ...CLOUD_NAMES_FAULTS, ...CLOUD_MAIL_FAULTS],
  ...[...CLOUD_BALANCER_FAULTS, ...CLOUD_DISTRIBUTION_FAULTS, ...PREFLIGHT_FAULTS],
];
