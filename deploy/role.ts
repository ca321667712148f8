/**
 * What the machine itself may do in the account: be entered by its operator, read its own secrets, use its own bucket, and
 * ask what its owner has still to confirm.
 */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { challengePolicy } from './challenge-policy';
import { type StackConfig } from './config';
import { PROJECT, tagsOf } from './tags';

export interface Role {
  readonly profileName: pulumi.Output<string>;
  /** The machine waits for these: its agent asks once, when it starts. */
  readonly permissions: readonly pulumi.Resource[];
  /** The role in which names are proven by DNS; null: they are proven otherwise. */
  readonly challengeRoleArn: pulumi.Output<string> | null;
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
  /** The hosted zone in which names are proven by DNS; null: they are proven otherwise. */
  readonly challengeZone: pulumi.Output<string> | null;
}

export function createRole(config: StackConfig, scope: RoleScope): Role {
  const role = serviceRole(config, 'shop', 'ec2.amazonaws.com');
  const challenges = scope.challengeZone && createChallenges(config, role, scope.challengeZone);
  const account = aws.getCallerIdentityOutput().accountId;
  const policy = pulumi
    .all([scope.bucketArn, account, challenges?.role.arn ?? null])
    .apply(([bucketArn, accountId, challengeRoleArn]) =>
      JSON.stringify(policyOf(config, { parameters: scope.parameters, bucketArn, accountId, challengeRoleArn })),
    );
  const permission = new aws.iam.RolePolicy('shop', { role: role.name, policy });
  const profile = new aws.iam.InstanceProfile('shop', { role: role.name, tags: tagsOf(config, 'shop') });
  return {
    profileName: profile.name,
    permissions: challenges ? [permission, challenges.permission] : [permission],
    challengeRoleArn: challenges?.role.arn ?? null,
  };
}

/**
 * A role of its own, which the machine's may take for an hour at a time: that of the machine itself is root's, and the
 * shop's user, whose process proves the names, gets no more than this one's credentials.
 */
function createChallenges(config: StackConfig, machine: aws.iam.Role, zoneId: pulumi.Output<string>) {
  const role = new aws.iam.Role('challenges', {
    assumeRolePolicy: machine.arn.apply((arn) => trustOf({ AWS: arn })),
    tags: tagsOf(config, 'challenges'),
  });
  const permission = new aws.iam.RolePolicy('challenges', {
    role: role.name,
    policy: zoneId.apply((id) => JSON.stringify(challengePolicy(config.domain, id))),
  });
  return { role, permission };
}

const trustOf = (Principal: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  });

export function serviceRole(
  config: StackConfig,
  name: string,
  service: string,
  dependsOn: pulumi.Resource[] = [],
): aws.iam.Role {
  const assumeRolePolicy = trustOf({ Service: service });
  return new aws.iam.Role(name, { assumeRolePolicy, tags: tagsOf(config, name) }, { dependsOn });
}

interface Scope {
  readonly bucketArn: string;
  readonly parameters: string;
  readonly accountId: string;
  readonly challengeRoleArn: string | null;
}

function policyOf({ domain, ownerEmail, region, stack }: StackConfig, scope: Scope): aws.iam.PolicyDocument {
  const { bucketArn, parameters, accountId, challengeRoleArn } = scope;
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
      // Whether the owner has confirmed what AWS mailed, for the shop's alarms.
      {
        Sid: 'Confirmations',
        Effect: 'Allow',
        Action: 'sns:ListSubscriptionsByTopic',
        Resource: `arn:aws:sns:*:${accountId}:${PROJECT}-${stack}-*`,
      },
      {
        Sid: 'Senders',
        Effect: 'Allow',
        Action: 'ses:GetEmailIdentity',
        Resource: [domain, ownerEmail].map((name) => `arn:aws:ses:${region}:${accountId}:identity/${name}`),
      },
      ...(challengeRoleArn === null
        ? []
        : [{ Sid: 'Challenges', Effect: 'Allow' as const, Action: 'sts:AssumeRole', Resource: challengeRoleArn }]),
    ],
  };
}
