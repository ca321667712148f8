/** The operator's commands, as they are typed: the compiled files, a database, what they print and how they end. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectPaths } from '../../server/config/paths';
import { createSecondFactor } from '../../server/desk/access/totp';
import { keyFilePath } from '../../server/process/key-file';
import { withCounter } from '../database/store/orders/counter';
import { runCommand } from '../setup/commands';
import { createTestDatabase } from '../setup/database';
import { withDirectory } from '../setup/directory';
import { expectAll } from '../setup/html';
import { testKeys } from '../setup/keys';

const SKU = 'TST-AFTER-RAIN-050';
const counter = withCounter();
const data = withDirectory({ each: false });

const command = (name: string, ...args: string[]) =>
  runCommand(name, args, { env: { DATABASE_URL: counter.database.url, DATA_DIR: data.path } });

test.each(['owner', 'rotate'])('package.json runs the same file as the tests of %s', (name) => {
  const file = path.join(projectPaths().root, 'package.json');
  const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: Record<string, string> };
  expect(scripts[name]).toBe(`node dist/server/bin/${name}.js`);
});

test('a bank transfer is marked as paid once, and the buyer gets a mail', async () => {
  const order = await counter.placed(await counter.guestWith(SKU), { paymentMethod: 'bank' });
  const first = command('mark-paid', order.number);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(first.stdout).toContain(`${order.number} is paid: ₩98,000`);
  expect(command('mark-paid', order.number)).toMatchObject({ status: 0, stdout: expect.stringContaining('before') });
  const rows = await counter.database.rows`
    select o.status, (select count(*) from outbox where kind = 'order-paid') as mails from orders o
    where number = ${order.number}`;
  expect(rows).toEqual([{ status: 'paid', mails: 1 }]);
});

test('money for a closed order is said to be late', async () => {
  const order = await counter.placed(await counter.guestWith(SKU), { paymentMethod: 'bank' });
  await counter.orders.cancel(order);
  expect(command('mark-paid', order.number).stdout).toContain('flagged as a late payment');
});

test.each([
  [[], 'Which order has been paid?'],
  [['EA-0000000000'], 'EA-0000000000'],
  [['hello'], 'hello is no order number'],
])('mark-paid %j is one sentence and a non-zero exit', (args, words) => {
  const { status, stdout, stderr } = command('mark-paid', ...args);
  expect([status, stdout, stderr.trim().split('\n').length]).toEqual([1, '', 1]);
  expect(stderr).toContain(words);
});

test('settings shows all and changes some, or nothing', () => {
  const changed = command('settings', 'seller.company=에센스 아우라', 'delivery.freeFrom=70000');
  expect(changed.status).toBe(0);
  expect(changed.stdout).toContain('seller.company=에센스 아우라\n');
  const refused = command('settings', 'delivery.fee=0', 'delivery.freeFrom=many');
  expect(refused).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('delivery.freeFrom=many: Please write a whole number'),
  });
  expect(command('settings').stdout).toContain('delivery.fee=3000\ndelivery.freeFrom=70000\n');
});

test('without its file of keys nothing starts that would make others, until the operator says that it is lost', async () => {
  const totp = createSecondFactor(testKeys());
  await counter.database.run`
    insert into staff (email, name, role, locale, password_hash, totp_secret, created_at, set_up_at)
     values ('lost@example.com', '김서연', 'owner', 'ko', 'unused', ${totp.seal(totp.make())}, now(), now())`;
  const keys = keyFilePath(data.path);
  const [before, mode] = [readFileSync(keys), statSync(keys).mode];
  rmSync(keys);
  for (const name of ['shop', 'jobs', 'owner', 'settings', 'rotate']) {
    const argument = { owner: 'lost@example.com', rotate: 'seals' }[name];
    const { status, stderr } = command(name, ...(argument === undefined ? [] : [argument]));
    expect([name, status, stderr.trim().split('\n').length]).toEqual([name, 1, 1]);
    expect(stderr).toContain(`${keys} is gone, and nothing else opens what it has sealed in the database`);
  }
  expect(existsSync(keys)).toBe(false);
  expect(command('rotate', '--lost')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('nothing was changed'),
  });
  expect(command('rotate', '--lost', '--yes')).toMatchObject({ status: 0, stderr: '' });
  expect(command('owner', 'lost@example.com').stdout).toContain('/admin/set-up/');
  expect(command('rotate', '--lost', '--yes')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('not lost'),
  });
  writeFileSync(keys, before, { mode });
});

test('the seed fills the data directory that it is told, also one that is not there yet, and no other', async () => {
  const database = await createTestDatabase();
  const elsewhere = data.at('not', 'there', 'yet');
  try {
    const env = { DATABASE_URL: database.url, DATA_DIR: elsewhere };
    const { status, stdout, stderr } = runCommand('seed', [], { env });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('the demo catalogue is in');
    expect(readdirSync(elsewhere).sort()).toEqual(['demo-password', 'pictures']);
    expect(stdout).toContain(readFileSync(path.join(elsewhere, 'demo-password'), 'utf8').trim());
    const rows = await database.rows<{ picture: string }>`select picture from perfumes`;
    const pictures = readdirSync(path.join(elsewhere, 'pictures'));
    expect(rows.filter(({ picture }) => !pictures.includes(picture))).toEqual([]);
  } finally {
    await database.drop();
  }
}, 120_000);

test('migrate says that there is nothing to do', () => {
  expect(command('migrate')).toEqual({ status: 0, stdout: 'the database is up to date\n', stderr: '' });
});

test('the books are audited: exit code 0 when they balance, 1 with the fault when they do not', async () => {
  const good = command('audit-books');
  expect(good).toMatchObject({ status: 0, stderr: '' });
  expect(good.stdout).toContain('The books balance.');
  await counter.database.run`alter table variants disable trigger user`;
  await counter.database.run`update variants set stock = stock + 3 where sku = ${SKU}`;
  const bad = command('audit-books');
  expect(bad.status).toBe(1);
  expect(bad.stdout).toContain(`FAULT the count of every volume is the sum of its movements`);
  expect(bad.stdout).toContain(SKU);
  expect(bad.stdout).toContain('The books do not balance: 1 fault.');
});

test.each([
  ['no\n', 'something else is typed'],
  ['', 'there is nobody to type'],
])('a restore asks, and changes nothing when %j: %s', (input) => {
  const args = ['--to', '2026-11-20 13:00', 'nobody@host.invalid'];
  const { status, stdout, stderr } = runCommand('restore', args, { input });
  expectAll(stdout, 'The database on nobody@host.invalid goes back to 2026-11-20 13:00.', 'Type restore to go on: ');
  expect(stderr).toContain('nothing was changed');
  expect(status).toBe(1);
});
