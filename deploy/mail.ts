/** Mail through SES, and a user who may send over SMTP. It begins in a sandbox; docs/launch.md says how to leave it. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { tagsOf } from './tags';

const DKIM_KEYS = 3;

/** No API that this program has says whether it is so; said each time, it can't be missed. */
const SANDBOX =
  'Mail leaves through SES. In a new account that is a sandbox: mail to shoppers is refused until AWS lifts it, or you ' +
  'use another SMTP server. docs/launch.md, step 7, says how.';

/** The type promises tokens. Should they be missing, the record has an empty label and AWS refuses it. */
type Signing = Partial<aws.types.output.sesv2.EmailIdentityDkimSigningAttributes>;

/** @returns where the shop hands its mail over, as MAIL_URL; a secret */
export function createMail(config: StackConfig, zoneId: pulumi.Output<string>): pulumi.Output<string> {
  void pulumi.log.info(SANDBOX);
  const identity = new aws.sesv2.EmailIdentity('mail', {
    emailIdentity: config.domain,
    dkimSigningAttributes: { nextSigningKeyLength: 'RSA_2048_BIT' },
    tags: tagsOf(config, 'mail'),
  });
  const record = (name: string, args: Omit<aws.route53.RecordArgs, 'zoneId' | 'ttl'>) =>
    new aws.route53.Record(name, { ...args, zoneId, ttl: config.recordTtlSeconds });

  for (let key = 0; key < DKIM_KEYS; key += 1) {
    const token = identity.dkimSigningAttributes.apply(({ tokens }: Signing) => tokens?.[key] ?? '');
    record(`dkim-${key + 1}`, {
      name: pulumi.interpolate`${token}._domainkey.${config.domain}`,
      type: 'CNAME',
      records: [pulumi.interpolate`${token}.dkim.amazonses.com`],
    });
  }

  // Bounces come back to a name of their own: the apex keeps whatever MX and SPF a mailbox there needs.
  const returnDomain = `bounces.${config.domain}`;
  new aws.sesv2.EmailIdentityMailFromAttributes('mail-from', {
    emailIdentity: identity.emailIdentity,
    mailFromDomain: returnDomain,
    behaviorOnMxFailure: 'USE_DEFAULT_VALUE',
  });
  record('mail-from', {
    name: returnDomain,
    type: 'MX',
    records: [`10 feedback-smtp.${config.region}.amazonses.com`],
  });
  record('spf', { name: returnDomain, type: 'TXT', records: ['v=spf1 include:amazonses.com -all'] });
  record('dmarc', { name: `_dmarc.${config.domain}`, type: 'TXT', records: [dmarcOf(config)] });
  verifyOwner(config);
  return createSender(config);
}

/** Reports go to the owner where they may: another domain would first have to agree to them in its own DNS. */
export function dmarcOf(config: Pick<StackConfig, 'domain' | 'ownerEmail' | 'dmarcPolicy'>): string {
  const reports = config.ownerEmail.endsWith(`@${config.domain}`) ? `; rua=mailto:${config.ownerEmail}` : '';
  return `v=DMARC1; p=${config.dmarcPolicy}; adkim=r; aspf=r${reports}`;
}

/** In the sandbox SES delivers to verified addresses only: with this, orders reach the owner from the first day on. */
function verifyOwner(config: StackConfig): void {
  if (config.ownerEmail.endsWith(`@${config.domain}`)) return;
  new aws.sesv2.EmailIdentity('owner', { emailIdentity: config.ownerEmail, tags: tagsOf(config, 'owner') });
}

function createSender(config: StackConfig): pulumi.Output<string> {
  const user = new aws.iam.User('mail', { forceDestroy: false, tags: tagsOf(config, 'mail') });
  new aws.iam.UserPolicy('mail', {
    user: user.name,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'ses:SendRawEmail',
          // Not the identity alone: in the sandbox SES also asks whether the receiver's may be used.
          Resource: '*',
          Condition: { StringLike: { 'ses:FromAddress': [`*@${config.domain}`, config.ownerEmail] } },
        },
      ],
    }),
  });
  const key = new aws.iam.AccessKey('mail', { user: user.name }, { additionalSecretOutputs: ['sesSmtpPasswordV4'] });
  const server = `email-smtp.${config.region}.amazonaws.com:465`;
  return pulumi.secret(
    pulumi
      .all([key.id, key.sesSmtpPasswordV4])
      .apply(([id, password]) => `smtps://${encodeURIComponent(id)}:${encodeURIComponent(password)}@${server}`),
  );
}
