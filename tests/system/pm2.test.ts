import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createInstallation, isAlive, type Installation } from '../setup/pm2';

jest.setTimeout(180_000);

let site: Installation;

beforeAll(async () => {
  site = await createInstallation();
  await site.makeRelease('one');
  await site.makeRelease('two');
  await site.switchTo('one');
});

afterAll(() => site.remove());

// One story in four parts: each goes on from where the one before left off.

test('pm2 starts the four processes, each in its mode, and health names the release', async () => {
  await site.pm2('start', 'current/ecosystem.config.js');
  const placement = (await site.list()).map(({ name, pm2_env }) => `${name} ${pm2_env.exec_mode} ${pm2_env.status}`);
  const shopWorkers = cpus().map(() => 'shop cluster_mode online');
  expect(placement.sort()).toEqual([
    'certificates fork_mode online',
    'edge cluster_mode online',
    'jobs fork_mode online',
    ...shopWorkers,
  ]);
  expect(await site.shopHealth()).toMatchObject({ status: 'ok', release: '0.0.0+one' });
  expect(await site.edgeHealth()).toMatchObject({ status: 'ok', release: '0.0.0+one' });
});

test.each(['certificates', 'jobs', 'shop', 'edge'])('%s is reloaded into new processes', async (name) => {
  const before = await site.pidsOf(name);
  await site.pm2('reload', name);
  const after = await site.pidsOf(name);
  expect(after).toHaveLength(before.length);
  expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  expect(await site.shopHealth()).toMatchObject({ release: '0.0.0+one' });
  expect(await site.edgeHealth()).toMatchObject({ release: '0.0.0+one' });
});

test('a reload after the link was switched runs the other release', async () => {
  await site.switchTo('two');
  for (const name of ['shop', 'edge']) await site.pm2('reload', name);
  expect(await site.shopHealth()).toMatchObject({ status: 'ok', release: '0.0.0+two' });
  expect(await site.edgeHealth()).toMatchObject({ status: 'ok', release: '0.0.0+two' });
});

test('nothing died on the way, and when pm2 ends nothing is left', async () => {
  // A crash would have been restarted by pm2, and gone unseen.
  const restarts = (await site.list()).map(({ name, pm2_env }) => `${name} ${pm2_env.restart_time}`);
  expect([...new Set(restarts)].sort()).toEqual(['certificates 1', 'edge 2', 'jobs 1', 'shop 2']);
  const daemon = site.daemonPid();
  await site.pm2('kill');
  const left = (): readonly number[] => [daemon, ...site.seenPids].filter(isAlive);
  for (let attempt = 0; left().length > 0 && attempt < 50; attempt++) await sleep(100);
  expect(left()).toEqual([]);
});
