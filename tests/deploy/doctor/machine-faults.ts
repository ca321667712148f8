/** Faults of the machine, its address and its disks. */
import { address, dataDisk, ADDRESS, instance } from './account';
import { EIP_ALONE, machine, states, credits, type Faults } from './cases';

export const MACHINE_FAULTS: Faults = [
  ['AWS-11', 'the machine is gone', { change: { 'ec2:DescribeInstances': { Reservations: [] }, ...EIP_ALONE } }],
  [
    'AWS-12',
    'the machine is stopped',
    { change: machine({ State: { Name: 'stopped' }, StateReason: { Message: 'User initiated' } }) },
  ],
  ['AWS-13', 'a status check fails', { change: states({ InstanceStatus: { Status: 'impaired' } }) }],
  ['AWS-13', "AWS's hardware fails", { change: states({ SystemStatus: { Status: 'impaired' } }) }],
  [
    'AWS-14',
    'two machines',
    {
      change: {
        'ec2:DescribeInstances': { Reservations: [{ Instances: [instance, { ...instance, InstanceId: 'i-other' }] }] },
      },
    },
  ],
  [
    'AWS-15',
    'AWS is going to stop it',
    {
      change: states({
        Events: [
          { Code: 'instance-stop', NotBefore: new Date('2026-12-05T00:00:00Z'), Description: 'degraded hardware' },
        ],
      }),
    },
  ],
  [
    'AWS-16',
    'metadata without a token',
    { change: machine({ MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: 'optional' } }) },
  ],
  [
    'HOST-06',
    'no metadata',
    { change: machine({ MetadataOptions: { HttpEndpoint: 'disabled', HttpTokens: 'required' } }) },
  ],
  [
    'NET-06',
    'the Elastic IP is lent to nobody',
    { change: { ...machine({ PublicIpAddress: undefined }), ...EIP_ALONE } },
  ],
  [
    'NET-06',
    'the Elastic IP is lent to another',
    { change: { 'ec2:DescribeAddresses': { Addresses: [{ ...address, InstanceId: 'i-other' }] } } },
  ],
  ['AWS-17', 'the names lead to an old address', { change: {}, addresses: ['198.51.100.77'] }],
  ['AWS-17', 'AAAA leads elsewhere', { change: {}, addresses: [ADDRESS, '2001:db8:99::1'] }],
  ['AWS-18', 'CPU credits are spent', { change: credits('standard', 0.2, 0) }],
  ['AWS-19', 'surplus credits cost', { change: credits('unlimited', 0, 12) }],
  [
    'EBS-01',
    "the data's disk is loose",
    { change: { 'ec2:DescribeVolumes': { Volumes: [{ ...dataDisk, State: 'available', Attachments: [] }] } } },
  ],
  [
    'EBS-02',
    'the newest snapshot is old',
    { change: { 'ec2:DescribeSnapshots': { Snapshots: [{ StartTime: new Date('2026-11-26T17:31:00Z') }] } } },
  ],
];
