import { existsSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readMigrations } from '../../../server/db/migrate';
import { expectAll } from '../../setup/html';
import { createHost, prepend, type Ended, type Host } from './host';
import { letVisitorsIn } from './visitors';

jest.setTimeout(300_000);

const ONE = '20260101000001-aaaa';
const TWO = '20260101000002-bbbb';
const THREE = '20260101000003-cccc';
const FOUR = '20260101000004-dddd';
const FIVE = '20260101000005-eeee';
const SIX = '20260101000006-ffff';
const FOUR_APPS: readonly string[] = ['certificates', 'edge', 'jobs', 'shop'];

let host: Host;

beforeAll(async () => {
  host = await createHost();
});

afterAll(() => host.remove());

/** Of a deploy that must not be noticed: what ran before runs on, process by process. */
async function expectNothingTouched(work: () => Promise<Ended>): Promise<Ended> {
  const pids = async (): Promise<string> => (await host.workers()).map(({ app, pid }) => `${app} ${pid}`).join();
  const [current, before] = [await host.current(), await pids()];
  const visitors = letVisitorsIn(host);
  const ended = await work();
  while (visitors.count() <= 10) await sleep(20);
  const { failures, releases } = await visitors.leave();
  expect(failures).toEqual([]);
  expect([...releases]).toEqual([`0.0.0+${String(current)}`]);
  expect(await host.current()).toBe(current);
  expect(await pids()).toBe(before);
  return ended;
}

// One story: each part goes on from where the one before left off.

test('the first release of all starts the four processes', async () => {
  await host.makeRelease(ONE, (directory) => addApp(directory, 'souvenirs'));
  const { exitCode, output } = await host.activate(ONE).ended;
  expect(output).toContain(`${ONE} is live.`);
  expect(exitCode).toBe(0);
  expect(await host.current()).toBe(ONE);
  const found = (await host.workers()).map(({ app, status }) => `${app} ${status}`);
  expect([...new Set(found)].sort()).toEqual([...FOUR_APPS, 'souvenirs'].map((app) => `${app} online`));
  expect(await readFile(path.join(host.base, 'npm-calls'), 'utf8')).toMatch(/^ci --omit=dev --ignore-scripts/);
  expect(existsSync(path.join(host.base, 'deploy.lock'))).toBe(false);
});

test('a good release takes over while people shop, and not one request fails', async () => {
  await host.makeRelease(TWO, widen);
  const visitors = letVisitorsIn(host);
  const { exitCode, output } = await host.activate(TWO).ended;
  const { answered, failures, releases } = await visitors.leave();
  expect(output).toContain(`${TWO} is live.`);
  expect(exitCode).toBe(0);
  expect(failures).toEqual([]);
  expect(answered).toBeGreaterThan(100);
  expect([...releases].sort()).toEqual([`0.0.0+${ONE}`, `0.0.0+${TWO}`]);
  expect(await host.current()).toBe(TWO);
  // What the release before had more than this one went once it was live.
  expect(output.indexOf('gate')).toBeLessThan(output.indexOf('souvenirs'));
  expect(await apps()).toEqual(FOUR_APPS);
  expect(await host.database.rows`select * from deployed`).toEqual([]);
  // The lockfile is the same: nothing was installed again.
  expect((await readFile(path.join(host.base, 'npm-calls'), 'utf8')).trim().split('\n')).toHaveLength(1);
});

test('a release whose apps can not be read is never noticed', async () => {
  await host.makeRelease(THREE, (directory) =>
    writeFile(path.join(directory, 'ecosystem.config.js'), 'module.exports ='),
  );
  const { exitCode, output } = await expectNothingTouched(() => host.activate(THREE).ended);
  expect(exitCode).toBe(1);
  expect(output).toContain('pm2 failed. What runs was not touched.');
});

test('a release whose migration fails is never noticed', async () => {
  await host.makeRelease(THREE, async (directory) => {
    await widen(directory);
    await addMigration(directory, 'create table half_done (id integer); select 1 / 0;');
  });
  const { exitCode, output } = await expectNothingTouched(() => host.activate(THREE).ended);
  expect(exitCode).toBe(1);
  expectAll(output, 'migrations failed. What runs was not touched.', 'division by zero');
  expect(await host.database.rows`select to_regclass('half_done') as made`).toEqual([{ made: null }]);
});

test('a release that does not come up as a canary is never noticed, and its log is shown', async () => {
  await host.makeRelease(FOUR, async (directory) => {
    await widen(directory);
    await prepend(directory, 'shop', 'throw new Error("lost a module");');
  });
  const { exitCode, output } = await expectNothingTouched(() => host.activate(FOUR).ended);
  expect(exitCode).toBe(1);
  expectAll(output, 'canary failed. What runs was not touched.', 'lost a module');
});

test('of two deploys at once the second is told who holds the lock, and changes nothing', async () => {
  await host.makeRelease(FIVE, async (directory) => {
    await widen(directory);
    await addApp(directory, 'post');
    // Fails once it is in its place.
    const inItsPlace = `process.env.SHOP_PORT === '${host.ports.shop}'`;
    const end = "return void process.stderr.write('only a canary\\n', () => process.exit(1));";
    await prepend(directory, 'shop', `if (${inItsPlace}) ${end}`);
  });
  await host.makeRelease(SIX, widen);
  const visitors = letVisitorsIn(host);
  const first = host.activate(FIVE);
  while (!first.output().includes('canary')) await sleep(50);
  const second = await host.activate(SIX).ended;
  expect(second.exitCode).toBe(1);
  expect(second.output).toContain(`the deploy of ${FIVE} is under way since`);
  expect(second.output).not.toContain('migrations');

  const { exitCode, output } = await first.ended;
  const { answered, failures } = await visitors.leave();
  // What was lost is known: it is in the report of a run.
  process.stdout.write(`a roll-back after the switch: ${failures.length} of ${answered} requests lost\n`);
  expectAll(output, `${FIVE} is not deployed: shop failed after the switch. ${TWO} serves again.`, 'only a canary');
  expect(exitCode).toBe(1);
});

test('after a release that failed in its place, the one before serves again by itself', async () => {
  expect(await host.current()).toBe(TWO);
  const visitors = letVisitorsIn(host);
  while (visitors.count() < 40) await sleep(50);
  const { failures, releases } = await visitors.leave();
  expect(failures).toEqual([]);
  expect([...releases]).toEqual([`0.0.0+${TWO}`]);
  expect(await apps()).toEqual(FOUR_APPS);
  const wrong = (await host.workers()).filter(({ status, outgoing }) => status !== 'online' || outgoing);
  expect(wrong).toEqual([]);
});

test('a deploy that is killed half-way says that nobody knows how far it was', async () => {
  await host.makeRelease(SIX, async (directory) => {
    await widen(directory);
    await prepend(directory, 'go-live', "process.kill(process.pid, 'SIGKILL');");
  });
  const { exitCode, output } = await expectNothingTouched(() => host.activate(SIX).ended);
  expect(output).toContain(`${SIX} was cut off by SIGKILL.`);
  expect(exitCode).toBe(2);
});

test('a roll-back goes to the release before, which went live', async () => {
  const visitors = letVisitorsIn(host);
  const { exitCode, output } = await host.rollBack();
  const { failures } = await visitors.leave();
  expect(output).toContain(`${ONE} is live.`);
  expect(exitCode).toBe(0);
  expect(failures).toEqual([]);
  expect(await host.current()).toBe(ONE);
  expect(await apps()).toEqual([...FOUR_APPS, 'souvenirs']);

  const none = await host.rollBack();
  expect(none.exitCode).toBe(1);
  expectAll(none.output, `there is no release before ${ONE}`, `${FOUR} (never went live)`);
});

async function apps(): Promise<readonly string[]> {
  return [...new Set((await host.workers()).map(({ app }) => app))].sort();
}

async function addApp(directory: string, name: string): Promise<void> {
  await writeFile(path.join(directory, `${name}.js`), 'setInterval(() => undefined, 1000);');
  const app = `{ name: '${name}', script: '${name}.js', cwd: releaseDir }`;
  await appendFile(path.join(directory, 'ecosystem.config.js'), `module.exports.apps.push(${app});\n`);
}

/** Every release after the first brings this table. */
const widen = (directory: string): Promise<void> =>
  addMigration(directory, 'create table deployed (at timestamptz not null);');

async function addMigration(directory: string, sql: string): Promise<void> {
  const migrations = path.join(directory, 'migrations');
  const number = (await readMigrations(migrations)).length + 1;
  await writeFile(path.join(migrations, `${String(number).padStart(4, '0')}_deployed_${number}.sql`), sql);
}
