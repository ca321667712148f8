/** The names. They come from the list that certificates and virtual hosts come from, so they can't differ from those. */
import * as aws from '@pulumi/aws';
import { type Output } from '@pulumi/pulumi';
import { hostsOf } from '../server/hosts';
import { type StackConfig } from './config';
import { problem } from './problem';

const CERTIFICATE_AUTHORITY = 'letsencrypt.org';

export interface Dns {
  readonly hosts: readonly string[];
  /** What the registrar must name as the domain's name servers; anything else and nobody sees these records. */
  readonly nameServers: Output<string[]>;
}

export function createDns(config: StackConfig, ip: Output<string>): Dns {
  const zone = aws.route53.getZoneOutput({ zoneId: config.zoneId });
  // The records wait for the check: in the wrong zone they would be created without complaint.
  const zoneId = zone.apply(({ id, name }) => {
    if (!isWithin(config.domain, name)) {
      throw problem(`The hosted zone ${config.zoneId} is that of ${name}: ${config.domain} doesn't belong in it.`);
    }
    return id;
  });
  const hosts = hostsOf(config.domain);
  for (const host of hosts.all) {
    new aws.route53.Record(host.label === '' ? 'apex' : host.label, {
      zoneId,
      name: host.name,
      type: 'A',
      ttl: config.recordTtlSeconds,
      records: [ip],
    });
  }
  // Below the apex the same rule holds: an authority climbs up the tree until it finds one.
  new aws.route53.Record('certificate-authority', {
    zoneId,
    name: hosts.apex,
    type: 'CAA',
    ttl: config.recordTtlSeconds,
    records: [`0 issue "${CERTIFICATE_AUTHORITY}"`, '0 issuewild ";"', `0 iodef "mailto:${config.ownerEmail}"`],
  });
  return { hosts: hosts.all.map((host) => host.name), nameServers: zone.nameServers };
}

function isWithin(domain: string, zoneName: string): boolean {
  const zone = zoneName.replace(/\.$/, '');
  return domain === zone || domain.endsWith(`.${zone}`);
}
