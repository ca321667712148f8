/** `npm run rotate` beside the running site, which begins as one of before: with one secret in the data directory. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createSecondFactor } from '../../server/desk/access/totp';
import { keyFilePath } from '../../server/process/key-file';
import { KEYS_LOOK_MS, readKeys } from '../../server/process/keys';
import { openSealed, seal } from '../../server/process/seal';
import { isOrderKeyValid, orderKey } from '../../server/store/orders';
import { runCommand } from '../setup/commands';
import { takeSeat } from '../setup/desk';
import { withDirectory } from '../setup/directory';
import { testKeys } from '../setup/keys';
import { withSite } from '../setup/site';

jest.setTimeout(120_000);

const SECRET = 'the one secret of before 0123456789 abcdef';
const BEFORE = testKeys(SECRET);

const site = withSite({ domain: 'essence-aura.localhost', env: { SESSION_SECRET: SECRET }, catalogue: false });
const copied = withDirectory({ each: false });

const rotate = (args: readonly string[], input = '', dataDir = site.dataDir) =>
  runCommand('rotate', args, {
    env: { DATABASE_URL: site.database.url, DATA_DIR: dataDir, SESSION_SECRET: SECRET },
    input,
  });

async function deskStatus(cookie: string): Promise<number> {
  const headers = {
    cookie,
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'app.essence-aura.localhost',
    'x-forwarded-for': '127.0.0.1',
  };
  const answer = await fetch(`http://127.0.0.1:${site.shopPort}/admin`, { headers, redirect: 'manual' });
  await answer.body?.cancel();
  return answer.status;
}

const keysNow = () =>
  readKeys({ dataDir: site.dataDir, sessionSecret: SECRET, sealed: () => Promise.resolve([]) }, new Date());
const seat = async (keys: typeof BEFORE) =>
  (await takeSeat(site.database.pool, { keys, now: new Date() }, { role: 'reader' })).cookie;

test.each([
  [[], 'Which keys?'],
  [['passwords'], 'Which keys?'],
  [['links', 'seals'], 'Which keys?'],
  [['links', '--drop'], 'there is no old key for links to drop'],
])('rotate %j is one sentence and a non-zero exit', (args, words) => {
  const { status, stderr } = rotate(args, '', copied.path);
  expect([status, stderr.trim().split('\n').length]).toEqual([1, 1]);
  expect(stderr).toContain(words);
});

test('it says what it will do and asks; anything but the word changes nothing', () => {
  const { status, stdout, stderr } = rotate(['links'], 'yes\n', copied.path);
  expect([status, stderr]).toEqual([1, expect.stringContaining('nothing was changed')]);
  expect(stdout).toContain('A new key will sign the links to orders');
  expect(() => statSync(keyFilePath(copied.path))).toThrow('ENOENT');
});

test('a file that is broken is one error that names it', () => {
  writeFileSync(keyFilePath(copied.path), '{');
  const { status, stderr } = rotate(['links', '--yes'], '', copied.path);
  expect([status, stderr.trim().split('\n').length]).toEqual([1, 1]);
  expect(stderr).toContain(keyFilePath(copied.path));
});

describe('after all three', () => {
  const order = { number: 'EA-7KQ2M9XWTB', linkNonce: null };
  const link = orderKey(BEFORE, order, new Date());
  const totp = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  let [old, staffId] = ['', ''];
  let outputs: ReturnType<typeof rotate>[] = [];
  let rotated = BEFORE;

  beforeAll(async () => {
    const { pool } = site.database;
    const owner = await takeSeat(pool, { keys: BEFORE, now: new Date() }, { role: 'owner' });
    [old, staffId] = [owner.cookie, owner.staffId];
    const sealed = createSecondFactor(BEFORE).seal(totp);
    await site.database.run`update staff set totp_secret = ${sealed} where id = ${staffId}`;
    // Under a key that nobody has.
    await takeSeat(
      pool,
      { keys: testKeys('of a shop that is gone, 0123456789 0123456789'), now: new Date() },
      { role: 'reader' },
    );
    await site.database.run`
      insert into outbox (kind, locale, recipient, subject, body_text, body_html, sealed, created_at,
      next_attempt_at)
       values ('password-reset', 'ko', 'a@example.com', 's', '[[sealed]]', '[[sealed]]', ${seal(BEFORE, 'the token')},
      now(),
         now() + interval '1 day')`;
    await site.database.run`
      insert into mail_server (host, port, security, user_name, password, sender, changed_at)
       values ('127.0.0.1', 9, 'tls', 'shop', ${seal(BEFORE, 'the password', 'mail')}, 'a@example.com', now())`;
    // The last of them waits until every process uses its new key, and so those of the others too.
    outputs = [rotate(['cookies'], 'cookies\n'), rotate(['links', '--yes']), rotate(['seals', '--yes'])];
    rotated = await keysNow();
  });

  test('each was taken, and only its owner can read the file', () => {
    expect(outputs.map(({ status, stderr }) => [status, stderr])).toEqual(outputs.map(() => [0, '']));
    expect(statSync(keyFilePath(site.dataDir)).mode & 0o777).toBe(0o600);
    expect(rotated.cookies.desk).toEqual([expect.not.stringContaining(SECRET), `desk ${SECRET}`]);
  });

  test('cookies: who is in stays in until the old keys are dropped, and no process was restarted', async () => {
    const fresh = await seat(rotated);
    expect([await deskStatus(old), await deskStatus(fresh)]).toEqual([200, 200]);
    expect(rotate(['cookies', '--drop', '--yes']).stdout).toContain('has to sign in again');
    await delay(2 * KEYS_LOOK_MS);
    expect([await deskStatus(old), await deskStatus(fresh)]).toEqual([303, 200]);
  });

  test('links: those of before open their orders until the old keys are dropped', async () => {
    expect(isOrderKeyValid(rotated, order, link, new Date())).toBe(true);
    rotate(['links', '--drop', '--yes']);
    expect(isOrderKeyValid(await keysNow(), order, link, new Date())).toBe(false);
  });

  test('seals: second factors and waiting mails are sealed anew, and what no key opens is counted', async () => {
    const { stdout } = outputs[2]!;
    expect(stdout).toContain('Second factors: 1 sealed anew; 1 that no key opens are left as they are');
    expect(stdout).toContain('Mails that wait: 1 sealed anew');
    expect(stdout).toContain("The mail server's password: 1 sealed anew");
    const onlyNew = { ...rotated, seals: rotated.seals.slice(0, 1) };
    const row = await site.database.row<{ totp: Buffer; mail: Buffer; password: Buffer }>`
      select totp_secret as totp, (select sealed from outbox) as mail, (select password from mail_server) as password
      from staff where id = ${staffId}`;
    expect(createSecondFactor(onlyNew).open(row.totp)).toBe(totp);
    expect(openSealed(onlyNew, row.mail)).toBe('the token');
    expect(openSealed(onlyNew, row.password, 'mail')).toBe('the password');
    expect(rotate(['seals', '--drop', '--yes']).stdout).toContain('Second factors: 0 sealed anew');
  });
});

test('a file that breaks while the site runs is told once in the log, and changes nothing', async () => {
  const cookie = await seat(await keysNow());
  const whole = readFileSync(keyFilePath(site.dataDir), 'utf8');
  writeFileSync(keyFilePath(site.dataDir), whole.slice(0, 40));
  await delay(4 * KEYS_LOOK_MS);
  expect(await deskStatus(cookie)).toBe(200);
  const told = site.logOf('shop').match(/the keys could not be read again/g);
  expect(told).toHaveLength(1);
  expect(site.logOf('shop')).toContain(keyFilePath(site.dataDir));
  writeFileSync(keyFilePath(site.dataDir), whole);
});
