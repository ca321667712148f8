/** The public IPv4 address. It outlives every machine: the names point to it, and it can't be had again once let go. */
import * as aws from '@pulumi/aws';
import { type Output, type Resource } from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { tagsOf } from './tags';

export interface Address {
  readonly ip: Output<string>;
  readonly allocationId: Output<string>;
}

export function createAddress(config: StackConfig): Address {
  const eip = new aws.ec2.Eip(
    'address',
    { domain: 'vpc', tags: tagsOf(config, 'address') },
    // Protected: no `up` and no `destroy` releases it. Retained: nor does taking it out of this program.
    { protect: true, retainOnDelete: true },
  );
  return { ip: eip.publicIp, allocationId: eip.allocationId };
}

/** A resource of its own, so that a machine can be replaced and the address moves over to the new one. */
export function attachAddress(
  address: Address,
  instanceId: Output<string>,
  wayOut: readonly Resource[],
): aws.ec2.EipAssociation {
  return new aws.ec2.EipAssociation(
    'address-of-shop',
    { allocationId: address.allocationId, instanceId },
    // AWS refuses an address in a network without a gateway, and a gateway's end while there is one.
    { dependsOn: [...wayOut] },
  );
}
