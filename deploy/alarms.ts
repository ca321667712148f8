/** Who notices that the shop is closed: AWS, from outside, and mails the owner. Some faults it mends itself. */
import * as aws from '@pulumi/aws';
import { type Output } from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { PROJECT, tagsOf } from './tags';

/** The only region in which Route 53 says what its checks found. */
const HEALTH_REGION = 'us-east-1';

export function createAlarms(config: StackConfig, instanceId: Output<string>): void {
  const topic = createTopic(config, 'alarms', config.region);
  createMachineAlarms(config, instanceId, topic);
  const abroad = config.region === HEALTH_REGION ? topic : createTopic(config, 'alarms-of-health', HEALTH_REGION);
  createHealthAlarm(config, abroad);
  createBudget(config);
}

/** Mails begin once the owner has followed the link in AWS's first one. */
function createTopic(config: StackConfig, name: string, region: string): aws.sns.Topic {
  const topic = new aws.sns.Topic(name, {
    region,
    displayName: `Essence Aura ${config.stack}`,
    tags: tagsOf(config, name),
  });
  new aws.sns.TopicSubscription(name, { region, topic: topic.arn, protocol: 'email', endpoint: config.ownerEmail });
  return topic;
}

/** A visitor's view: over HTTPS, through the public name, from several continents. Certificates are not judged by it. */
function createHealthAlarm(config: StackConfig, topic: aws.sns.Topic): void {
  const check = new aws.route53.HealthCheck('open', {
    type: 'HTTPS',
    fqdn: config.domain,
    port: 443,
    resourcePath: '/readyz',
    enableSni: true,
    requestInterval: 30,
    failureThreshold: 3,
    tags: tagsOf(config, 'open'),
  });
  new aws.cloudwatch.MetricAlarm('closed', {
    region: HEALTH_REGION,
    alarmDescription: `https://${config.domain} can't be reached, or says that it isn't ready`,
    namespace: 'AWS/Route53',
    metricName: 'HealthCheckStatus',
    dimensions: { HealthCheckId: check.id },
    statistic: 'Minimum',
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    period: 60,
    evaluationPeriods: 2,
    treatMissingData: 'breaching',
    alarmActions: [topic.arn],
    okActions: [topic.arn],
    tags: tagsOf(config, 'closed'),
  });
}

function createMachineAlarms(config: StackConfig, instanceId: Output<string>, topic: aws.sns.Topic): void {
  const shared = {
    namespace: 'AWS/EC2',
    dimensions: { InstanceId: instanceId },
    statistic: 'Maximum',
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    threshold: 1,
    period: 60,
  };
  new aws.cloudwatch.MetricAlarm('hardware', {
    ...shared,
    alarmDescription: "AWS's hardware failed: the machine is moved to other hardware",
    metricName: 'StatusCheckFailed_System',
    evaluationPeriods: 2,
    alarmActions: [`arn:aws:automate:${config.region}:ec2:recover`, topic.arn],
    tags: tagsOf(config, 'hardware'),
  });
  new aws.cloudwatch.MetricAlarm('system', {
    ...shared,
    alarmDescription: 'The machine does not answer: it is restarted',
    metricName: 'StatusCheckFailed_Instance',
    // Longer than a restart of its own after updates takes.
    evaluationPeriods: 5,
    alarmActions: [`arn:aws:automate:${config.region}:ec2:reboot`, topic.arn],
    tags: tagsOf(config, 'system'),
  });
}

/** Of the whole account: costs can be told apart by tags only after somebody has switched that on in the console. */
function createBudget(config: StackConfig): void {
  const notice = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notificationType,
    threshold,
    thresholdType: 'PERCENTAGE',
    comparisonOperator: 'GREATER_THAN',
    subscriberEmailAddresses: [config.ownerEmail],
  });
  new aws.budgets.Budget('budget', {
    name: `${PROJECT}-${config.stack}`,
    budgetType: 'COST',
    timeUnit: 'MONTHLY',
    limitAmount: String(config.budgetUsd),
    limitUnit: 'USD',
    notifications: [notice('ACTUAL', 80), notice('FORECASTED', 100)],
    tags: tagsOf(config, 'budget'),
  });
}
