/** Every fault that is known of, layer by layer. A new one is a row in its layer's file. */
import type { AnyFault } from './fault';
import { ASSETS_FAULTS } from './faults/assets';
import { AUTHORITY_FAULTS } from './faults/authority';
import { BACKUPS_FAULTS } from './faults/backups';
import { CERTIFICATE_FAULTS } from './faults/certificate';
import { CLOUD_FAULTS } from './faults/cloud';
import { CONFIRMATIONS_FAULTS } from './faults/confirmations';
import { DATABASE_FAULTS } from './faults/database';
import { DNS_FAULTS } from './faults/dns';
import { HOST_FAULTS } from './faults/host';
import { HTTP_FAULTS } from './faults/http';
import { MAIL_FAULTS } from './faults/mail';
import { MAIL_INSIDE_FAULTS } from './faults/mail-inside';
import { NETWORK_FAULTS } from './faults/network';
import { NETWORK_INSIDE_FAULTS } from './faults/network-inside';
import { PROCESSES_FAULTS } from './faults/processes';
import { PROXY_FAULTS } from './faults/proxy';
import { PROXY_INSIDE_FAULTS } from './faults/proxy-inside';
import { REGISTRAR_FAULTS } from './faults/registrar';
import { TLS_FAULTS } from './faults/tls';

export const FAULTS: readonly AnyFault[] = [
  ...[...REGISTRAR_FAULTS, ...DNS_FAULTS, ...CLOUD_FAULTS, ...NETWORK_FAULTS, ...TLS_FAULTS, ...AUTHORITY_FAULTS],
  ...[...HTTP_FAULTS, ...PROXY_FAULTS, ...ASSETS_FAULTS, ...DATABASE_FAULTS, ...HOST_FAULTS, ...PROCESSES_FAULTS],
  ...[...MAIL_FAULTS, ...BACKUPS_FAULTS, ...CERTIFICATE_FAULTS, ...CONFIRMATIONS_FAULTS],
  ...[...NETWORK_INSIDE_FAULTS, ...PROXY_INSIDE_FAULTS, ...MAIL_INSIDE_FAULTS],
];
