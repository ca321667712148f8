/** The names. They come from the list that certificates and virtual hosts come from, so they can't differ from those. */
import * as aws from '@pulumi/aws';
import { type Output, type Resource } from '@pulumi/pulumi';
import { hostsOf } from '../server/hosts';
import { AUTHORITIES } from './authorities';
import { type StackConfig } from './config';

export interface Addresses {
  readonly ip: Output<string>;
  readonly ipv6: Output<string>;
}

/** @returns the names, the apex first */
export function createRecords(
  config: StackConfig,
  zoneId: Output<string>,
  addresses: Addresses,
  after: readonly Resource[],
): readonly string[] {
  const dependsOn = [...after];
  const hosts = hostsOf(config.domain);
  const ttl = config.recordTtlSeconds;
  for (const host of hosts.all) {
    const label = host.label === '' ? 'apex' : host.label;
    const shared = { zoneId, name: host.name, ttl };
    new aws.route53.Record(label, { ...shared, type: 'A', records: [addresses.ip] }, { dependsOn });
    new aws.route53.Record(`${label}-ipv6`, { ...shared, type: 'AAAA', records: [addresses.ipv6] }, { dependsOn });
  }
  // Below the apex the same rule holds: an authority climbs up the tree until it finds one.
  const authority = AUTHORITIES[config.certificateAuthority].caaName;
  const records = [`0 issue "${authority}"`, '0 issuewild ";"', `0 iodef "mailto:${config.ownerEmail}"`];
  new aws.route53.Record(
    'certificate-authority',
    { zoneId, name: hosts.apex, type: 'CAA', ttl, records },
    { dependsOn },
  );
  return hosts.all.map((host) => host.name);
}
