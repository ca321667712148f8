import type { AnyProbe } from '../probe';
import { FRONT_PROBES } from './cloud/front';
import { MACHINE_PROBES } from './cloud/machine';
import { MAIL_PROBES } from './cloud/mail';
import { NAMES_PROBES } from './cloud/names';
import { NETWORK_PROBES } from './cloud/network';

export const CLOUD_PROBES: readonly AnyProbe[] = [
  ...[...MACHINE_PROBES, ...NETWORK_PROBES, ...NAMES_PROBES, ...MAIL_PROBES, ...FRONT_PROBES],
];
