/** Who notices that the shop is closed: AWS, from outside, and mails the owner. Some faults it mends itself. */
import * as aws from '@pulumi/aws';
import { type Input, type Output, type Resource } from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { PROJECT, tagsOf } from './tags';

/** The only region in which Route 53 says what its checks found. */
const HEALTH_REGION = 'us-east-1';

/** A list of mails, of which AWS first asks whether they are wanted. */
export interface Mails {
  readonly region: string;
  readonly topicArn: Output<string>;
  readonly subscriptionArn: Output<string>;
}

export interface Watched {
  readonly instanceId: Output<string>;
  readonly ipv6: Output<string>;
}

/** @returns the mails that the owner has to confirm */
export function createAlarms(config: StackConfig, watched: Watched, after: readonly Resource[]): readonly Mails[] {
  const dependsOn = [...after];
  const near = createTopic(config, 'alarms', config.region, dependsOn);
  createMachineAlarms(config, watched.instanceId, near, dependsOn);
  const mails =
    config.region === HEALTH_REGION
      ? [near]
      : [near, createTopic(config, 'alarms-of-health', HEALTH_REGION, dependsOn)];
  const abroad = mails.at(-1) ?? near;
  const fqdn = config.domain;
  createHealthAlarm(config, { name: 'open', alarm: 'closed', over: 'IPv4', asked: { fqdn } }, abroad, dependsOn);
  // By name a check takes the IPv4 address alone. With an address it sends the name in the handshake and the request.
  const asked = { ipAddress: watched.ipv6, fqdn };
  createHealthAlarm(config, { name: 'open-ipv6', alarm: 'closed-ipv6', over: 'IPv6', asked }, abroad, dependsOn);
  return mails;
}

/** Mails begin once the owner has followed the link in AWS's first one. */
function createTopic(config: StackConfig, name: string, region: string, dependsOn: Resource[]): Mails {
  const topic = new aws.sns.Topic(
    name,
    {
      region,
      // The machine asks by this name whether the mails of it reach the owner (essence-aura-confirmations).
      name: `${PROJECT}-${config.stack}-${name}`,
      displayName: `Essence Aura ${config.stack}`,
      tags: tagsOf(config, name),
    },
    { dependsOn },
  );
  const subscription = new aws.sns.TopicSubscription(
    name,
    { region, topic: topic.arn, protocol: 'email', endpoint: config.ownerEmail },
    { dependsOn },
  );
  return { region, topicArn: topic.arn, subscriptionArn: subscription.arn };
}

interface Way {
  readonly name: string;
  readonly alarm: string;
  readonly over: 'IPv4' | 'IPv6';
  readonly asked: { readonly fqdn: string; readonly ipAddress?: Input<string> };
}

/** A visitor's view: over HTTPS, through the public name, from several continents. Certificates are not judged by it. */
function createHealthAlarm(config: StackConfig, way: Way, { topicArn }: Mails, dependsOn: Resource[]): void {
  const check = new aws.route53.HealthCheck(
    way.name,
    {
      ...way.asked,
      type: 'HTTPS',
      port: 443,
      resourcePath: '/readyz',
      enableSni: true,
      requestInterval: 30,
      failureThreshold: 3,
      tags: tagsOf(config, way.name),
    },
    { dependsOn },
  );
  new aws.cloudwatch.MetricAlarm(
    way.alarm,
    {
      region: HEALTH_REGION,
      alarmDescription: `https://${config.domain} can't be reached over ${way.over}, or says that it isn't ready`,
      namespace: 'AWS/Route53',
      metricName: 'HealthCheckStatus',
      dimensions: { HealthCheckId: check.id },
      statistic: 'Minimum',
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      period: 60,
      evaluationPeriods: 2,
      treatMissingData: 'breaching',
      alarmActions: [topicArn],
      okActions: [topicArn],
      tags: tagsOf(config, way.alarm),
    },
    { dependsOn },
  );
}

interface Fault {
  readonly metricName: string;
  readonly alarmDescription: string;
  readonly minutes: number;
  /** What AWS does by itself, beside telling the owner. */
  readonly mend: 'recover' | 'reboot' | null;
}

const FAULTS: Readonly<Record<string, Fault>> = {
  hardware: {
    metricName: 'StatusCheckFailed_System',
    alarmDescription: "AWS's hardware failed: the machine is moved to other hardware",
    minutes: 2,
    mend: 'recover',
  },
  system: {
    metricName: 'StatusCheckFailed_Instance',
    alarmDescription: 'The machine does not answer: it is restarted',
    // Longer than a restart of its own after updates takes.
    minutes: 5,
    mend: 'reboot',
  },
  disks: {
    metricName: 'StatusCheckFailed_AttachedEBS',
    alarmDescription: "A disk of the machine can't be read or written; a restart or another machine may mend it",
    minutes: 5,
    mend: null,
  },
};

function createMachineAlarms(
  config: StackConfig,
  instanceId: Output<string>,
  { topicArn }: Mails,
  dependsOn: Resource[],
): void {
  for (const [name, { metricName, alarmDescription, minutes, mend }] of Object.entries(FAULTS)) {
    new aws.cloudwatch.MetricAlarm(
      name,
      {
        alarmDescription,
        namespace: 'AWS/EC2',
        metricName,
        dimensions: { InstanceId: instanceId },
        statistic: 'Maximum',
        comparisonOperator: 'GreaterThanOrEqualToThreshold',
        threshold: 1,
        period: 60,
        evaluationPeriods: minutes,
        alarmActions: [...(mend ? [`arn:aws:automate:${config.region}:ec2:${mend}`] : []), topicArn],
        tags: tagsOf(config, name),
      },
      { dependsOn },
    );
  }
}
