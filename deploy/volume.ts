/** The volume with everything worth keeping: database, pictures, certificates, local backups. Not the machine's. */
import * as aws from '@pulumi/aws';
import { type Output, type Resource } from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { serviceRole } from './role';
import { tagsOf } from './tags';

const SNAPSHOT_TAG = 'essence-aura:snapshots';

export function createVolume(config: StackConfig, availabilityZone: Output<string>): aws.ebs.Volume {
  const tags = { ...tagsOf(config, 'data'), [SNAPSHOT_TAG]: config.stack };
  return new aws.ebs.Volume(
    'data',
    { availabilityZone, size: config.dataGib, type: 'gp3', encrypted: true, tags },
    { protect: true, retainOnDelete: true },
  );
}

/** What the disk is called on the machine. Names like /dev/nvme1n1 may change places; the volume's id doesn't. */
export function deviceOf(volumeId: string): string {
  return `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volumeId.replace('-', '')}`;
}

export function attachVolume(volumeId: Output<string>, instanceId: Output<string>): aws.ec2.VolumeAttachment {
  return new aws.ec2.VolumeAttachment('data-of-shop', {
    deviceName: '/dev/sdf',
    volumeId,
    instanceId,
    // Postgres is to close its files first.
    stopInstanceBeforeDetaching: true,
  });
}

/** Beside pgBackRest's own backups: whole disks, for the day those can't be read. */
export function createSnapshots(config: StackConfig, after: readonly Resource[]): void {
  const dependsOn = [...after];
  const role = serviceRole(config, 'snapshots', 'dlm.amazonaws.com', dependsOn);
  const permission = new aws.iam.RolePolicyAttachment(
    'snapshots',
    { role: role.name, policyArn: 'arn:aws:iam::aws:policy/service-role/AWSDataLifecycleManagerServiceRole' },
    { dependsOn },
  );
  new aws.dlm.LifecyclePolicy(
    'snapshots',
    {
      description: `Daily snapshots of the data of the ${config.stack} shop`,
      executionRoleArn: role.arn,
      state: 'ENABLED',
      policyDetails: {
        policyType: 'EBS_SNAPSHOT_MANAGEMENT',
        resourceTypes: ['VOLUME'],
        targetTags: { [SNAPSHOT_TAG]: config.stack },
        schedules: [
          {
            name: 'daily',
            // Times are UTC: half past two at night in Korea.
            createRule: { interval: 24, intervalUnit: 'HOURS', times: '17:30' },
            retainRule: { count: config.snapshotDays },
            copyTags: true,
          },
        ],
      },
      tags: tagsOf(config, 'snapshots'),
    },
    { dependsOn: [...dependsOn, permission] },
  );
}
