import type { AskAws } from '../../deploy/aws-cli';
import { openConfirmations, type Confirmation } from '../../deploy/confirmations';

const NAMED = { domain: 'essence-aura.com', ownerEmail: 'owner@example.com' };
const region = 'ap-northeast-2';
const ALARMS: Confirmation = { kind: 'alarms', region, topicArn: 'arn:topic', subscriptionArn: 'arn:topic:1' };
const ADDRESS: Confirmation = { kind: 'address', region };
const KEYS: Confirmation = { kind: 'keys', region, returnDomain: 'bounces.essence-aura.com' };
const SANDBOX: Confirmation = { kind: 'sandbox', region };
const REGISTRANT: Confirmation = { kind: 'registrant' };

const subscribed = (PendingConfirmation: string) => ({ Attributes: { PendingConfirmation, Owner: '1' } });
const identity = (isConfirmed: boolean, Status = 'SUCCESS', MailFromDomainStatus = 'SUCCESS') => ({
  VerifiedForSendingStatus: isConfirmed,
  DkimAttributes: { Status, SigningEnabled: true },
  MailFromAttributes: { MailFromDomainStatus },
});
/** As the CLI fails: what AWS said is on its standard error. */
const refused = (stderr: string) => Object.assign(new Error('Command failed: aws …'), { stderr: `\n${stderr}\n` });

const told = (confirmation: Confirmation, answer: unknown) =>
  openConfirmations(NAMED, [confirmation], () =>
    answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer),
  );

test.each<[string, Confirmation, unknown]>([
  ['alarms that are wanted', ALARMS, subscribed('false')],
  ['an address that was confirmed', ADDRESS, identity(true)],
  ['keys that SES has seen', KEYS, identity(true)],
  ['an account that may write to anybody', SANDBOX, { ProductionAccessEnabled: true }],
  ['a registrant who has answered', REGISTRANT, { domainName: 'essence-aura.com', status: 'DONE' }],
])('nothing is said of %s', async (_what, confirmation, answer) => {
  expect(await told(confirmation, answer)).toEqual([]);
});

type Case = readonly [what: string, confirmation: Confirmation, answer: unknown, says: string, command: string | null];
const CASES: readonly Case[] = [
  [
    'alarms that wait for their link',
    ALARMS,
    subscribed('true'),
    'within 48 hours',
    'aws sns subscribe --region ap-northeast-2 --topic-arn arn:topic --protocol email --notification-endpoint owner@example.com',
  ],
  [
    'alarms whose link was not followed, so that AWS has forgotten them',
    ALARMS,
    refused(
      'An error occurred (NotFound) when calling the GetSubscriptionAttributes operation: Subscription does not exist',
    ),
    'No alarm of ap-northeast-2 reaches owner@example.com',
    'npx pulumi up --refresh',
  ],
  [
    'an address that waits',
    ADDRESS,
    identity(false, 'NOT_STARTED'),
    'within 24 hours',
    'aws ses verify-email-identity --region ap-northeast-2 --email-address owner@example.com',
  ],
  ['keys that SES looks for', KEYS, identity(false, 'PENDING'), 'It looks for 72 hours', null],
  ['keys that SES saw once', KEYS, identity(false, 'TEMPORARY_FAILURE'), 'SES sends nothing', null],
  ...['FAILED', 'NOT_STARTED'].map((state): Case => [
    `keys that nobody looks for: ${state}`,
    KEYS,
    identity(false, state),
    'gave up',
    'aws sesv2 put-email-identity-dkim-signing-attributes --region ap-northeast-2 --email-identity essence-aura.com ' +
      '--signing-attributes-origin AWS_SES --signing-attributes NextSigningKeyLength=RSA_2048_BIT',
  ]),
  [
    'a return address that was given up',
    KEYS,
    identity(true, 'SUCCESS', 'FAILED'),
    'bounces.essence-aura.com for 72 hours',
    'aws sesv2 put-email-identity-mail-from-attributes --region ap-northeast-2 --email-identity essence-aura.com ' +
      '--mail-from-domain bounces.essence-aura.com --behavior-on-mx-failure USE_DEFAULT_VALUE',
  ],
  ['a sandbox', SANDBOX, { ProductionAccessEnabled: false }, 'is a sandbox', 'aws sesv2 put-account-details --region'],
  [
    'a sandbox whose end was asked for',
    SANDBOX,
    { ProductionAccessEnabled: false, Details: { ReviewDetails: { Status: 'PENDING' } } },
    'AWS answers within a day',
    null,
  ],
  [
    'a sandbox that AWS did not lift',
    SANDBOX,
    { ProductionAccessEnabled: false, Details: { ReviewDetails: { Status: 'DENIED' } } },
    'use another SMTP server',
    null,
  ],
  ...['PENDING', 'EXPIRED'].map((status): Case => [
    `a registrant who has not answered: ${status}`,
    REGISTRANT,
    { status },
    '15 days',
    'aws route53domains resend-contact-reachability-email --region us-east-1 --domain-name essence-aura.com',
  ]),
];

test.each(CASES)('%s: said, with the command that mends it', async (_what, confirmation, answer, says, command) => {
  const [notice, ...others] = await told(confirmation, answer);
  expect(others).toEqual([]);
  expect(notice).toContain(says);
  if (command === null) expect(notice).not.toMatch(/^ {2}/m);
  else expect(notice).toContain(`\n  ${command}`);
});

test('what could not be asked is said once, with every mail that may wait and its deadline', async () => {
  const ask: AskAws = (args) =>
    args[0] === 'sns' ? Promise.resolve(subscribed('true')) : Promise.reject(refused('Unable to locate credentials.'));
  const notices = await openConfirmations(NAMED, [ALARMS, ADDRESS, KEYS, SANDBOX, REGISTRANT], ask);
  expect(notices).toHaveLength(2);
  expect(notices[0]).toContain('aws sns subscribe');
  expect(notices[1]).toContain('could not be asked: Unable to locate credentials.');
  for (const deadline of ['24 hours', '48 hours', '72 hours', '15 days']) expect(notices[1]).toContain(deadline);
});

test('an answer of another form is no confirmation', async () => {
  expect(await told(ALARMS, { Attributes: {} })).toEqual([expect.stringContaining('could not be asked')]);
});
