/** What the machine itself may do in the account: be entered by its operator, read its own secrets, use its own bucket. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { tagsOf } from './tags';

export interface Role {
  readonly profileName: pulumi.Output<string>;
  /** The machine waits for these: its agent asks once, when it starts. */
  readonly permissions: readonly pulumi.Resource[];
}

/** AWS's own policy for these, AmazonSSMManagedInstanceCore, also lets a machine read every parameter of the account. */
const SESSION_ACTIONS = [
  'ssm:UpdateInstanceInformation',
  'ssm:ListAssociations',
  'ssm:DescribeAssociation',
  'ssm:ListInstanceAssociations',
  'ssm:UpdateAssociationStatus',
  'ssm:UpdateInstanceAssociationStatus',
  'ssm:DescribeDocument',
  'ssm:GetDocument',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
  'ec2messages:AcknowledgeMessage',
  'ec2messages:DeleteMessage',
  'ec2messages:FailMessage',
  'ec2messages:GetEndpoint',
  'ec2messages:GetMessages',
  'ec2messages:SendReply',
];

export interface RoleScope {
  readonly bucketArn: pulumi.Output<string>;
  /** Such as /essence-aura/production/ */
  readonly parameters: string;
}

export function createRole(config: StackConfig, scope: RoleScope): Role {
  const role = serviceRole(config, 'shop', 'ec2.amazonaws.com');
  const account = aws.getCallerIdentityOutput().accountId;
  const policy = pulumi
    .all([scope.bucketArn, account])
    .apply(([bucketArn, accountId]) => JSON.stringify(policyOf(config, { ...scope, bucketArn, accountId })));
  const permission = new aws.iam.RolePolicy('shop', { role: role.name, policy });
  const profile = new aws.iam.InstanceProfile('shop', { role: role.name, tags: tagsOf(config, 'shop') });
  return { profileName: profile.name, permissions: [permission] };
}

export function serviceRole(
  config: StackConfig,
  name: string,
  service: string,
  dependsOn: pulumi.Resource[] = [],
): aws.iam.Role {
  const assumeRolePolicy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
  return new aws.iam.Role(name, { assumeRolePolicy, tags: tagsOf(config, name) }, { dependsOn });
}

interface Scope {
  readonly bucketArn: string;
  readonly parameters: string;
  readonly accountId: string;
}

function policyOf({ region }: StackConfig, { bucketArn, parameters, accountId }: Scope): aws.iam.PolicyDocument {
  const path = parameters.replace(/\/$/, '');
  const parameter = `arn:aws:ssm:${region}:${accountId}:parameter${path}`;
  return {
    Version: '2012-10-17',
    Statement: [
      // None of these takes a resource that could be narrower.
      { Sid: 'SessionManager', Effect: 'Allow', Action: SESSION_ACTIONS, Resource: '*' },
      // AWS's own key for parameters lets in whoever may read the parameter: no permission for the key is needed.
      {
        Sid: 'OwnParameters',
        Effect: 'Allow',
        Action: ['ssm:GetParametersByPath', 'ssm:GetParameters', 'ssm:GetParameter'],
        Resource: [parameter, `${parameter}/*`],
      },
      { Sid: 'Releases', Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucketArn}/releases/*` },
      // Never s3:DeleteObjectVersion: what an intruder deletes can be had back.
      {
        Sid: 'Backups',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
        Resource: `${bucketArn}/backups/*`,
      },
      { Sid: 'List', Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetBucketLocation'], Resource: bucketArn },
    ],
  };
}
