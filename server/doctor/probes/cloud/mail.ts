/** Whether SES lets the shop's mail go, and whether SNS's reaches the owner. */
import type * as Sns from '@aws-sdk/client-sns';
import type { CloudMail, CloudTopic } from '../../../health/facts/cloud';
import { PROJECT } from '../../../release/machine';
import { askAll } from '../../cloud/ask-all';
import { WORLD, type Cloud } from '../../cloud/questions';
import { cloudOf } from '../../context';
import { probe, type AnyProbe } from '../../probe';
import { ASK_MS, machineAmong } from './machine';

export async function readMail(
  cloud: Cloud,
  { region, domain }: { readonly region: string; readonly domain: string },
  signal: AbortSignal,
): Promise<CloudMail> {
  const [account, identity] = await Promise.all([
    cloud.ask('sesv2:GetAccount', region, {}, signal),
    cloud.ask('sesv2:GetEmailIdentity', region, { EmailIdentity: domain }, signal).catch((error: unknown) => {
      if ((error as Error).name === 'NotFoundException') return null;
      throw error;
    }),
  ]);
  return {
    region,
    isProduction: account.ProductionAccessEnabled ?? false,
    isSending: account.SendingEnabled ?? false,
    enforcement: account.EnforcementStatus ?? null,
    review: account.Details?.ReviewDetails?.Status ?? null,
    identity: identity && {
      isVerified: identity.VerifiedForSendingStatus ?? false,
      dkim: identity.DkimAttributes?.Status ?? 'NOT_STARTED',
      // Of keys that somebody brought along it knows no names.
      tokens:
        identity.DkimAttributes?.SigningAttributesOrigin === 'EXTERNAL' ? [] : (identity.DkimAttributes?.Tokens ?? []),
      returnDomain: identity.MailFromAttributes?.MailFromDomain ?? null,
      returnStatus: identity.MailFromAttributes?.MailFromDomainStatus ?? null,
    },
  };
}

const cloudMail = probe({
  fact: 'cloudMail',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudMachines'],
  gather: (context, { cloudMachines: machines, target }, signal) => {
    const { region } = machineAmong(machines);
    return readMail(cloudOf(context), { region, domain: target.hosts.apex }, signal);
  },
});

async function readTopics(
  cloud: Cloud,
  { region, prefix }: { readonly region: string; readonly prefix: string },
  signal: AbortSignal,
): Promise<readonly CloudTopic[]> {
  const topics = await askAll<Sns.Topic, string>(async (NextToken) => {
    const page = await cloud.ask('sns:ListTopics', region, { NextToken }, signal);
    return { rows: page.Topics ?? [], next: page.NextToken };
  });
  const ours = topics.flatMap(({ TopicArn = '' }) => (TopicArn.split(':')[5]?.startsWith(prefix) ? [TopicArn] : []));
  return Promise.all(
    ours.map(async (TopicArn) => {
      const { Subscriptions = [] } = await cloud.ask('sns:ListSubscriptionsByTopic', region, { TopicArn }, signal);
      const pending = Subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation').length;
      return { arn: TopicArn, region, confirmed: Subscriptions.length - pending, pending };
    }),
  );
}

const cloudTopics = probe({
  fact: 'cloudTopics',
  layer: 'cloud',
  view: 'cloud',
  deadlineMs: ASK_MS,
  after: ['cloudMachines'],
  gather: async (context, { cloudMachines: machines }, signal) => {
    const { region, stack } = machineAmong(machines);
    const prefix = `${PROJECT}-${stack}-`;
    const regions = [...new Set([region, WORLD])];
    const found = regions.map((one) => readTopics(cloudOf(context), { region: one, prefix }, signal));
    return (await Promise.all(found)).flat();
  },
});

export const MAIL_PROBES: readonly AnyProbe[] = [cloudMail, cloudTopics];
