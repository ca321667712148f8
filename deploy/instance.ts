/** The machine. Nothing on it is worth keeping: that lies on the data volume, and the system is made anew from user-data. */
import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { imageParameter } from './image';
import { type Network } from './network';
import { type Role } from './role';
import { tagsOf } from './tags';

export interface InstanceParts {
  readonly network: Network;
  readonly role: Role;
  readonly userData: pulumi.Output<Buffer>;
  /** What the first boot looks for: its secrets, the release. */
  readonly awaited: readonly pulumi.Resource[];
  /** The bucket's name: with the machine, whoever deploys finds where releases go. */
  readonly bucket: pulumi.Output<string>;
}

export function createInstance(
  config: StackConfig,
  { network, role, userData, awaited, bucket }: InstanceParts,
): aws.ec2.Instance {
  const image = aws.ssm.getParameterOutput({ name: imageParameter(config.instanceType) });
  return new aws.ec2.Instance(
    'shop',
    {
      ami: image.insecureValue,
      instanceType: config.instanceType,
      subnetId: network.subnetId,
      vpcSecurityGroupIds: [network.securityGroupId],
      ipv6Addresses: [network.ipv6],
      iamInstanceProfile: role.profileName,
      userDataBase64: userData.apply((bytes) => bytes.toString('base64')),
      // Version 1 of the metadata service hands the role's credentials to whoever can make a process fetch a URL.
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      rootBlockDevice: {
        volumeType: 'gp3',
        volumeSize: config.rootGib,
        encrypted: true,
        deleteOnTermination: true,
        tags: tagsOf(config, 'root'),
      },
      // When AWS's hardware fails, the machine moves to other hardware with its disks and addresses (alarms.ts too).
      ...(/^t\d/.test(config.instanceType) && { creditSpecification: { cpuCredits: config.cpuCredits } }),
      maintenanceOptions: { autoRecovery: 'default' },
      // Keeps hands in the console off. What guards the machine from this program is `protect`, which ends by one command.
      disableApiTermination: true,
      forceDestroy: true,
      tags: { ...tagsOf(config, 'shop'), Bucket: bucket },
    },
    {
      protect: true,
      // Debian publishes a new image every few weeks, and the first boot's files have done their work: neither may
      // replace, or stop and start, a machine that sells. docs: deploy/README.md, "A new machine".
      ignoreChanges: ['ami', 'userDataBase64'],
      // Two machines can't hold one volume and one address.
      deleteBeforeReplace: true,
      dependsOn: [...network.wayOut, ...role.permissions, ...awaited],
    },
  );
}
