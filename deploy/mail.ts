/** The domain as a sender at SES, with its records. It begins in a sandbox; docs/launch.md says how to leave it. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { dkimDomainOf } from './dkim';
import { identityOf } from './identity';

const DKIM_KEYS = 3;

type RecordOf = (name: string, args: Omit<aws.route53.RecordArgs, 'zoneId' | 'ttl'>) => aws.route53.Record;

/** @returns the names that SES knows, once it knows them */
export async function createMail(
  config: StackConfig,
  zoneId: pulumi.Output<string>,
  after: readonly pulumi.Resource[],
): Promise<readonly pulumi.Output<string>[]> {
  const dependsOn = [...after];
  const identity = await identityOf(config, 'mail', config.domain, dependsOn);
  // In the sandbox SES delivers to confirmed addresses only: with this, orders reach the owner from the first day on.
  const owner = isElsewhere(config) ? [await identityOf(config, 'owner', config.ownerEmail, dependsOn)] : [];
  const record: RecordOf = (name, args) =>
    new aws.route53.Record(name, { ...args, zoneId, ttl: config.recordTtlSeconds }, { dependsOn });

  for (let key = 0; key < DKIM_KEYS; key += 1) {
    const token = identity.tokens.apply((tokens) => tokens[key] ?? '');
    record(`dkim-${key + 1}`, {
      name: pulumi.interpolate`${token}._domainkey.${config.domain}`,
      type: 'CNAME',
      records: [pulumi.interpolate`${token}.${dkimDomainOf(config.region)}`],
    });
  }
  new aws.sesv2.EmailIdentityMailFromAttributes(
    'mail-from',
    {
      emailIdentity: identity.name,
      mailFromDomain: returnDomainOf(config),
      behaviorOnMxFailure: 'USE_DEFAULT_VALUE',
    },
    { dependsOn },
  );
  record('mail-from', {
    name: returnDomainOf(config),
    type: 'MX',
    records: [`10 feedback-smtp.${config.region}.amazonses.com`],
  });
  record('spf', { name: returnDomainOf(config), type: 'TXT', records: ['v=spf1 include:amazonses.com -all'] });
  record('dmarc', { name: `_dmarc.${config.domain}`, type: 'TXT', records: [dmarcOf(config)] });
  return [identity, ...owner].map(({ name }) => name);
}

/** Bounces come back to a name of their own: the apex keeps whatever MX and SPF a mailbox there needs. */
export function returnDomainOf({ domain }: Pick<StackConfig, 'domain'>): string {
  return `bounces.${domain}`;
}

/** An address at the domain is confirmed with it. */
export function isElsewhere({ domain, ownerEmail }: Pick<StackConfig, 'domain' | 'ownerEmail'>): boolean {
  return !ownerEmail.endsWith(`@${domain}`);
}

/** Reports go to the owner where they may: another domain would first have to agree to them in its own DNS. */
export function dmarcOf(config: Pick<StackConfig, 'domain' | 'ownerEmail' | 'dmarcPolicy'>): string {
  const reports = isElsewhere(config) ? '' : `; rua=mailto:${config.ownerEmail}`;
  return `v=DMARC1; p=${config.dmarcPolicy}; adkim=r; aspf=r${reports}`;
}
