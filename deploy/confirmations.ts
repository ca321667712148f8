/** What AWS waits for a word about, and forgets after some days. Said on every run, each with the command that mends it. */
import { z } from 'zod';
import type { AskAws } from './aws-cli';

export type Confirmation =
  | { readonly kind: 'alarms'; readonly region: string; readonly topicArn: string; readonly subscriptionArn: string }
  | { readonly kind: 'address'; readonly region: string }
  | { readonly kind: 'keys'; readonly region: string; readonly returnDomain: string }
  | { readonly kind: 'sandbox'; readonly region: string }
  | { readonly kind: 'registrant' };

export interface Named {
  readonly domain: string;
  readonly ownerEmail: string;
}

type Verdict = (named: Named, ask: AskAws) => Promise<string | null>;

/** @returns what is still to be done, in words; what could not be asked is said in one */
export async function openConfirmations(
  named: Named,
  confirmations: readonly Confirmation[],
  ask: AskAws,
): Promise<readonly string[]> {
  const unknown: string[] = [];
  const found = await Promise.all(
    confirmations.map((confirmation) =>
      verdictOn(confirmation)(named, ask).catch((error: unknown) => {
        unknown.push(reasonOf(error));
        return null;
      }),
    ),
  );
  const open = found.filter((notice) => notice !== null);
  return unknown.length === 0 ? open : [...open, notAsked(named, confirmations, unknown[0] ?? '')];
}

function verdictOn(confirmation: Confirmation): Verdict {
  switch (confirmation.kind) {
    case 'alarms':
      return (named, ask) => alarms(named, confirmation, ask);
    case 'address':
      return (named, ask) => address(named, confirmation.region, ask);
    case 'keys':
      return (named, ask) => keys(named, confirmation, ask);
    case 'sandbox':
      return (named, ask) => sandbox(named, confirmation.region, ask);
    case 'registrant':
      return registrant;
  }
}

const subscription = z.object({ Attributes: z.object({ PendingConfirmation: z.enum(['true', 'false']) }) });

async function alarms(
  { ownerEmail }: Named,
  { region, topicArn, subscriptionArn }: Extract<Confirmation, { kind: 'alarms' }>,
  ask: AskAws,
): Promise<string | null> {
  const asked = ['sns', 'get-subscription-attributes', '--region', region, '--subscription-arn', subscriptionArn];
  const answer = await ask(asked).catch((error: unknown) => {
    if (/\(NotFound/.test(reasonOf(error))) return null;
    throw error;
  });
  if (answer === null) {
    return said(
      `No alarm of ${region} reaches ${ownerEmail}: the link that AWS mailed was not followed within 48 hours, or one ` +
        'that ends the mails was. For another:',
      'npx pulumi up --refresh',
    );
  }
  if (subscription.parse(answer).Attributes.PendingConfirmation === 'false') return null;
  return said(
    `No alarm of ${region} reaches ${ownerEmail} before the link in AWS's mail "Subscription Confirmation" is followed, ` +
      'within 48 hours. To have it sent again:',
    `aws sns subscribe --region ${region} --topic-arn ${topicArn} --protocol email --notification-endpoint ${ownerEmail}`,
  );
}

const identityOf = async (ask: AskAws, region: string, name: string) =>
  identity.parse(await ask(['sesv2', 'get-email-identity', '--region', region, '--email-identity', name]));

const STATUSES = ['PENDING', 'SUCCESS', 'FAILED', 'TEMPORARY_FAILURE', 'NOT_STARTED'] as const;
const status = z.enum(STATUSES);
const identity = z.object({
  VerifiedForSendingStatus: z.boolean(),
  DkimAttributes: z.object({ Status: status }).optional(),
  MailFromAttributes: z.object({ MailFromDomainStatus: status }).optional(),
});

async function address({ ownerEmail }: Named, region: string, ask: AskAws): Promise<string | null> {
  const { VerifiedForSendingStatus: isConfirmed } = await identityOf(ask, region, ownerEmail);
  if (isConfirmed) return null;
  return said(
    `SES doesn't know yet that ${ownerEmail} is yours: follow the link in its mail, within 24 hours. To have it sent ` +
      'again:',
    `aws ses verify-email-identity --region ${region} --email-address ${ownerEmail}`,
  );
}

/** SES looks for the records for 72 hours and then gives up; a registrar may well take longer. */
async function keys(
  { domain }: Named,
  { region, returnDomain }: Extract<Confirmation, { kind: 'keys' }>,
  ask: AskAws,
): Promise<string | null> {
  const { DkimAttributes, MailFromAttributes } = await identityOf(ask, region, domain);
  const again = `--region ${region} --email-identity ${domain}`;
  switch (DkimAttributes?.Status) {
    case 'SUCCESS':
      break;
    case 'FAILED':
    case 'NOT_STARTED':
    case undefined:
      return said(
        `SES sends nothing for ${domain}: it looked for the domain's keys for 72 hours and gave up. Once the name ` +
          'servers are right, have it look again:',
        `aws sesv2 put-email-identity-dkim-signing-attributes ${again} --signing-attributes-origin AWS_SES ` +
          '--signing-attributes NextSigningKeyLength=RSA_2048_BIT',
      );
    case 'PENDING':
    case 'TEMPORARY_FAILURE':
      return (
        `SES sends nothing for ${domain} before it has seen the domain's keys. It looks for 72 hours, so the name ` +
        'servers have to be right by then; there is nothing else to do.'
      );
  }
  if (MailFromAttributes?.MailFromDomainStatus !== 'FAILED') return null;
  return said(
    `SES looked for the records of ${returnDomain} for 72 hours and gave up: mail goes out, with SES's own name as the ` +
      'place for bounces. To have it look again:',
    `aws sesv2 put-email-identity-mail-from-attributes ${again} --mail-from-domain ${returnDomain} ` +
      '--behavior-on-mx-failure USE_DEFAULT_VALUE',
  );
}

const account = z.object({
  ProductionAccessEnabled: z.boolean(),
  Details: z.object({ ReviewDetails: z.object({ Status: z.string() }).optional() }).optional(),
});

const PURPOSE =
  'Confirmations of orders and resets of passwords, to people who have ordered or asked for them. No advertising. ' +
  'Bounces and complaints are looked at in the console, and such addresses are not written to again.';

async function sandbox({ domain, ownerEmail }: Named, region: string, ask: AskAws): Promise<string | null> {
  const { ProductionAccessEnabled, Details } = account.parse(await ask(['sesv2', 'get-account', '--region', region]));
  if (ProductionAccessEnabled) return null;
  const refused = `SES in ${region} is a sandbox: mail to shoppers is refused until AWS lifts it`;
  switch (Details?.ReviewDetails?.Status) {
    case 'PENDING':
      return `${refused}. You have asked for that; AWS answers within a day or so.`;
    case 'DENIED':
      return `${refused}, which it has refused: answer its case in the console, or use another SMTP server (docs/launch.md, step 7).`;
    default:
      return said(
        `${refused}, or you use another SMTP server (docs/launch.md, step 7). To ask for it, if this is so:`,
        `aws sesv2 put-account-details --region ${region} --production-access-enabled --mail-type TRANSACTIONAL ` +
          `--website-url https://${domain} --contact-language EN --additional-contact-email-addresses ${ownerEmail} ` +
          `--use-case-description '${PURPOSE}'`,
      );
  }
}

const reachability = z.object({ status: z.enum(['PENDING', 'DONE', 'EXPIRED']) });

async function registrant({ domain }: Named, ask: AskAws): Promise<string | null> {
  const asked = ['route53domains', 'get-contact-reachability-status', '--region', 'us-east-1', '--domain-name', domain];
  const answer = reachability.parse(await ask(asked));
  if (answer.status === 'DONE') return null;
  const again = `aws route53domains resend-contact-reachability-email --region us-east-1 --domain-name ${domain}`;
  return answer.status === 'PENDING'
    ? said(
        `The registrant of ${domain} has to follow the link in the mail of the registrar within 15 days of the ` +
          'registration, or ICANN has the domain suspended, and the shop with it. To have it sent again:',
        again,
      )
    : said(
        `The registrant of ${domain} has not followed the registrar's link within 15 days: the domain is suspended, or ` +
          'will be. To have another sent, and follow it at once:',
        again,
      );
}

const said = (text: string, command: string): string => `${text}\n  ${command}`;

const reasonOf = (error: unknown): string =>
  (error as { readonly stderr?: string }).stderr?.trim() || (error instanceof Error ? error.message : String(error));

const IN_WORDS: Readonly<Record<Confirmation['kind'], string>> = {
  alarms: "AWS's mails about alarms (48 hours)",
  address: "SES's mail about your address (24 hours)",
  keys: "the domain's keys at SES (72 hours)",
  sandbox: "the end of SES's sandbox",
  registrant: "the registrar's mail to the registrant (15 days)",
};

function notAsked({ ownerEmail }: Named, confirmations: readonly Confirmation[], reason: string): string {
  const kinds = [...new Set(confirmations.map(({ kind }) => IN_WORDS[kind]))].join(', ');
  return (
    `What AWS still waits for could not be asked: ${reason.split('\n')[0]}\nEach has a time in which it must be ` +
    `confirmed from the mailbox of ${ownerEmail}: ${kinds}. It is asked by the AWS CLI (\`aws\`), version 2.`
  );
}
