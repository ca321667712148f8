/** Which zone of the region the machine stands in. Its data's disk can't leave it, so a bad choice would be for good. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { zonesOf } from '../server/doctor/cloud/zones';
import { type StackConfig } from './config';
import { problem } from './problem';

type Asked = Pick<StackConfig, 'region' | 'instanceType' | 'availabilityZone'>;

/** The zones that have the instance type. Some zones lack some types, and AWS left alone puts a network anywhere. */
export function offeringZones({ region, instanceType }: Asked): pulumi.Output<readonly string[]> {
  const offerings = aws.ec2.getInstanceTypeOfferingsOutput({
    locationType: 'availability-zone',
    filters: [{ name: 'instance-type', values: [instanceType] }],
  });
  return offerings.locations.apply((zones: readonly string[] | undefined) => zonesOf(region, zones ?? []));
}

/** For a new network. */
export function chooseZone(config: Asked, offering: readonly string[]): string {
  const chosen = config.availabilityZone ?? offering[0];
  if (chosen === undefined) throw problem(`${config.instanceType} isn't offered in ${config.region}: choose another.`);
  requireOffer(config, chosen, offering);
  return chosen;
}

/** For one that is there: @returns its zone, once it is sure that the machine can stand in it */
export function keepZone(config: Asked, zone: string, offering: readonly string[]): string {
  requireOffer(config, zone, offering);
  if (config.availabilityZone !== null && config.availabilityZone !== zone) {
    void pulumi.log.warn(
      `The stack stands in ${zone}, and with it the data's disk: availabilityZone: ${config.availabilityZone} changes ` +
        'nothing. deploy/README.md, "Another zone", says how to move.',
    );
  }
  return zone;
}

function requireOffer({ instanceType }: Asked, zone: string, offering: readonly string[]): void {
  if (offering.includes(zone)) return;
  throw problem(
    `${instanceType} isn't offered in ${zone}. Choose another instanceType, or one of the zones that have it: ` +
      `${offering.join(', ') || 'none of this region'} (deploy/README.md, "Another zone").`,
  );
}
