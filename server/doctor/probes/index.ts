import type { AnyProbe } from '../probe';
import { ASSETS_PROBES } from './assets';
import { AUTHORITY_PROBES } from './authority';
import { BACKUPS_PROBES } from './backups';
import { CLOUD_PROBES } from './cloud';
import { DATABASE_PROBES } from './database';
import { DNS_PROBES } from './dns';
import { HOST_PROBES } from './host';
import { HTTP_PROBES } from './http';
import { MAIL_PROBES } from './mail';
import { MAIL_INSIDE_PROBES } from './mail-inside';
import { NETWORK_PROBES } from './network';
import { NETWORK_INSIDE_PROBES } from './network-inside';
import { PROCESSES_PROBES } from './processes';
import { PROXY_PROBES } from './proxy';
import { PROXY_INSIDE_PROBES } from './proxy-inside';
import { REGISTRAR_PROBES } from './registrar';
import { TLS_PROBES } from './tls';

export const PROBES: readonly AnyProbe[] = [
  ...[...REGISTRAR_PROBES, ...DNS_PROBES, ...CLOUD_PROBES, ...NETWORK_PROBES, ...TLS_PROBES, ...AUTHORITY_PROBES],
  ...[...HTTP_PROBES, ...PROXY_PROBES, ...ASSETS_PROBES, ...DATABASE_PROBES, ...HOST_PROBES, ...PROCESSES_PROBES],
  ...[...MAIL_PROBES, ...BACKUPS_PROBES],
  ...[...NETWORK_INSIDE_PROBES, ...PROXY_INSIDE_PROBES, ...MAIL_INSIDE_PROBES],
];
