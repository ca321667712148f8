/** The names. They come from the list that certificates and virtual hosts come from, so they can't differ from those. */
import * as aws from '@pulumi/aws';
import { type Output } from '@pulumi/pulumi';
import { hostsOf } from '../server/hosts';
import { AUTHORITIES } from './authorities';
import { type StackConfig } from './config';

export interface Addresses {
  readonly ip: Output<string>;
  readonly ipv6: Output<string>;
}

/** @returns the names, the apex first */
export function createRecords(config: StackConfig, zoneId: Output<string>, addresses: Addresses): readonly string[] {
  const hosts = hostsOf(config.domain);
  const ttl = config.recordTtlSeconds;
  for (const host of hosts.all) {
    const label = host.label === '' ? 'apex' : host.label;
    const shared = { zoneId, name: host.name, ttl };
    new aws.route53.Record(label, { ...shared, type: 'A', records: [addresses.ip] });
    new aws.route53.Record(`${label}-ipv6`, { ...shared, type: 'AAAA', records: [addresses.ipv6] });
  }
  // Below the apex the same rule holds: an authority climbs up the tree until it finds one.
  new aws.route53.Record('certificate-authority', {
    zoneId,
    name: hosts.apex,
    type: 'CAA',
    ttl,
    records: [
      `0 issue "${AUTHORITIES[config.certificateAuthority].caaName}"`,
      '0 issuewild ";"',
      `0 iodef "mailto:${config.ownerEmail}"`,
    ],
  });
  return hosts.all.map((host) => host.name);
}
