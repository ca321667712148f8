/** The helper of root's that asks AWS what the owner has still to confirm, for the shop's alarms. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readConfirmations } from '../../../server/doctor/inside/host-files';
import { newDirectory } from '../directories';
import { runHostCommand } from './command';

const TOLD = { region: 'ap-northeast-2', stack: 'production', domain: 'shop.test', ownerEmail: 'owner@example.com' };
const SES = 'MAIL_URL=smtps://user:password@email-smtp.ap-northeast-2.amazonaws.com:465\n';
const CONFIRMED = 'arn:aws:sns:ap-northeast-2:123456789012:essence-aura-production-alarms:6f1b';

let etc: string;
beforeEach(() => (etc = newDirectory()));

/** What the AWS CLI prints, by the word that tells the questions apart; null: it fails with that name. */
interface Answers {
  readonly near?: string;
  readonly health?: string;
  readonly keys?: string | { readonly fails: string };
  readonly owner?: string | { readonly fails: string };
}

function ask(answers: Answers, { host = TOLD, environment = SES }: { host?: object; environment?: string } = {}) {
  writeFileSync(path.join(etc, 'environment'), environment);
  const says = (pattern: string, answer: string | { readonly fails: string } = '') =>
    typeof answer === 'string'
      ? `*${pattern}*) echo '${answer}' ;;`
      : `*${pattern}*) echo '${answer.fails}' >&2; exit 254 ;;`;
  const cases = [
    says('get-caller-identity', '123456789012'),
    says('production-alarms-of-health', answers.health ?? CONFIRMED),
    says('production-alarms', answers.near ?? CONFIRMED),
    says('DkimAttributes', answers.keys ?? 'SUCCESS'),
    says('VerifiedForSendingStatus', answers.owner ?? 'True'),
  ];
  const asked = path.join(etc, 'asked');
  writeFileSync(asked, '');
  const aws = `echo "$*" >>'${asked}'\ncase "$*" in\n${cases.join('\n')}\nesac`;
  const env = { ESSENCE_AURA_DATA: etc };
  runHostCommand({ name: 'essence-aura-confirmations', etc, host, fakes: { aws }, env });
  return readFileSync(asked, 'utf8').split('\n').filter(Boolean);
}

const open = async (): Promise<readonly string[] | undefined> => (await readConfirmations(etc))?.open;

test('nothing is open where every link was followed; both lists of mails are asked about, and both senders', async () => {
  const asked = ask({});
  expect(await open()).toEqual([]);
  expect(asked.filter((one) => one.includes('--topic-arn')).map((one) => /topic-arn (\S+)/.exec(one)?.[1])).toEqual([
    'arn:aws:sns:ap-northeast-2:123456789012:essence-aura-production-alarms',
    'arn:aws:sns:us-east-1:123456789012:essence-aura-production-alarms-of-health',
  ]);
  expect(asked.filter((one) => one.startsWith('sesv2'))).toHaveLength(2);
  expect((statSync(path.join(etc, 'confirmations.json')).mode & 0o777).toString(8)).toBe('640');
});

test.each<[string, Answers, string]>([
  ['a link that waits', { near: 'PendingConfirmation' }, 'no alarm of ap-northeast-2 reaches owner@example.com before'],
  ['a link that has ended', { health: '' }, 'no alarm of us-east-1 reaches owner@example.com: the link'],
  ['keys that SES looks for', { keys: 'PENDING' }, 'before it has seen'],
  ['keys that SES gave up', { keys: 'FAILED' }, 'gave up looking'],
  ['an address that waits', { owner: 'False' }, "SES doesn't know that owner@example.com is yours"],
])('%s is told', async (_what, answers, sentence) => {
  ask(answers);
  expect(await open()).toEqual([expect.stringContaining(sentence)]);
});

test('where one list has all alarms, only that is asked about; mail of another server is not SES’s business', async () => {
  const asked = ask(
    { keys: 'FAILED' },
    { host: { ...TOLD, region: 'us-east-1' }, environment: 'MAIL_URL=smtps://mail.test\n' },
  );
  expect(asked).toHaveLength(2);
  expect(await open()).toEqual([]);
});

test('an address at the domain is no sender of its own', async () => {
  ask({ owner: { fails: 'An error occurred (NotFoundException) when calling GetEmailIdentity' } });
  expect(await open()).toEqual([]);
});

test('where AWS refuses to say, what was told before stays, and the command fails', async () => {
  ask({ near: 'PendingConfirmation' });
  const before = await open();
  expect(() => ask({ keys: { fails: 'An error occurred (AccessDeniedException)' } })).toThrow('AccessDeniedException');
  expect(await open()).toEqual(before);
});

test('without AWS nobody is asked', () => {
  expect(ask({}, { host: { ...TOLD, region: null } })).toEqual([]);
  expect(existsSync(path.join(etc, 'confirmations.json'))).toBe(false);
});
