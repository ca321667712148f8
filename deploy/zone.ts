/** The hosted zone: one that exists, by its id, or a new one, which the registrar must then be told of. */
import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { keepDomain, registerDomain } from './domain';
import { problem } from './problem';
import { tagsOf } from './tags';

export interface Zone {
  readonly id: pulumi.Output<string>;
  /** What the registrar must name as the domain's name servers; anything else and nobody sees the records. */
  readonly nameServers: pulumi.Output<string[]>;
  readonly name: pulumi.Output<string>;
}

/**
 * Made at once and not after the machine, as all else that isn't the machine's: whoever has to tell a registrar can begin,
 * even where AWS lets a new account start no machine yet.
 */
export function zoneOf(config: StackConfig): Zone | null {
  // The machine's role names the zone in which names are proven.
  if (config.register) return config.acmeChallenge === 'dns-01' ? registerDomain(config, []) : null;
  return config.zoneId === null ? createZone(config) : findZone(config, config.zoneId);
}

/** @param found null: the zone comes with the domain, which is bought after the machine is made */
export function delegated(config: StackConfig, found: Zone | null, after: readonly pulumi.Resource[]): Zone {
  const zone = found ?? registerDomain(config, after);
  if (found && config.registrar === 'route53') keepDomain(config, found, after);
  return zone;
}

function createZone(config: StackConfig): Zone {
  const zone = new aws.route53.Zone(
    'zone',
    { name: config.domain, comment: `The ${config.stack} shop`, tags: tagsOf(config, 'zone') },
    // A new zone has other name servers: every registrar and resolver would have to learn them again.
    { protect: true },
  );
  if (config.parentZoneId) {
    new aws.route53.Record('delegation', {
      zoneId: config.parentZoneId,
      name: config.domain,
      type: 'NS',
      ttl: 3_600,
      records: zone.nameServers,
    });
  }
  return { id: zone.zoneId, name: zone.name, nameServers: zone.nameServers };
}

function findZone(config: StackConfig, zoneId: string): Zone {
  const zone = aws.route53.getZoneOutput({ zoneId });
  // The records wait for the check: in the wrong zone they would be created without complaint.
  const id = zone.apply(({ zoneId: found, name }) => {
    if (!isWithin(config.domain, name)) {
      throw problem(`The hosted zone ${zoneId} is that of ${name}: ${config.domain} doesn't belong in it.`);
    }
    return found;
  });
  return { id, name: zone.name, nameServers: zone.nameServers };
}

function isWithin(domain: string, zoneName: string): boolean {
  const zone = zoneName.replace(/\.$/, '');
  return domain === zone || domain.endsWith(`.${zone}`);
}
