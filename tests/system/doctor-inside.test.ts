/** A whole site, looked at from its own machine: well, and with one thing broken at a time. */
import { chmod, readdir } from 'node:fs/promises';
import path from 'node:path';
import { diagnose } from '../../server/doctor/diagnose';
import { findOwnProcesses } from '../../server/doctor/inside/own-processes';
import type { Report } from '../../server/doctor/report';
import { insideContext } from '../setup/doctor';
import { withSite } from '../setup/site';

const site = withSite({ domain: 'essence-aura.localhost', catalogue: false });

const look = (env: NodeJS.ProcessEnv = {}): Promise<Report> =>
  diagnose(insideContext({ ...site.env, ...env }), { views: ['inside'] });
const idsOf = ({ findings }: Report): string[] => findings.map(({ id }) => id);

/** Of facts that this kind of machine can't have, or that nobody needs in development. */
const UNKNOWN =
  /^(pm2Apps|unitState|missingVariables|firewall|outbound|clocks|timeSync|mailServer|confirmations|backups): /;

test('a site that is well has no finding, and what can be known is', async () => {
  const report = await look();
  expect(report.findings).toEqual([]);
  const unlooked = report.layers.flatMap((layer) => layer.unlooked);
  expect(unlooked.filter((reason) => !UNKNOWN.test(reason))).toEqual([]);
  expect(report.layers.find(({ layer }) => layer === 'processes')?.state).toBe('well');
  expect(report.tookMs).toBeLessThan(10_000);
});

test('it leaves nothing behind', async () => {
  await look();
  expect(await readdir(path.join(site.dataDir, 'certificates', 'challenges'))).toEqual([]);
});

test('settings that changed under running processes are named, without their values', async () => {
  const report = await look({ OWNER_EMAIL: 'somebody.else@example.com' });
  expect(idsOf(report)).toEqual(['PROC-08']);
  expect(report.findings[0]!.expert).toContain('ownerEmail');
  expect(JSON.stringify(report)).not.toContain('somebody.else');
});

test('a store that others may look into', async () => {
  const store = path.join(site.dataDir, 'certificates');
  await chmod(store, 0o755);
  expect(idsOf(await look())).toEqual(['CERT-26']);
  await chmod(store, 0o700);
});

test('a database that can not be asked', async () => {
  const url = new URL(site.database.url);
  url.port = '9';
  const report = await look({ DATABASE_URL: url.href });
  expect(idsOf(report)).toEqual(['DB-03']);
  expect(report.layers.find(({ layer }) => layer === 'database')?.state).toBe('fault');
});

test('a worker that takes connections and answers nothing', async () => {
  const { config } = insideContext({ ...site.env }).inside!;
  const [shop] = (await findOwnProcesses(config)).filter(({ name }) => name === 'shop');
  process.kill(shop!.pid, 'SIGSTOP');
  try {
    const [first, ...others] = (await look()).findings;
    expect([first!.id, others]).toEqual(['PRX-04', []]);
    expect(first!.explains.map(({ id }) => id).sort()).toEqual(['CACHE-20', 'PROC-NOT-READY']);
  } finally {
    process.kill(shop!.pid, 'SIGCONT');
  }
});

test('processes that end, one after the other: each is the cause of what follows from it', async () => {
  const gone: string[] = [];
  for (const [name, id] of [
    ['jobs', 'PROC-21'],
    ['certificates', 'PROC-22'],
    ['shop', 'PROC-06'],
    ['edge', 'PROC-20'],
  ] as const) {
    await site.process(name).stop();
    gone.push(id);
    // Once nothing runs, that is the one thing to be told.
    const told = gone.length < 4 ? [...gone].sort() : ['PROC-24'];
    expect(idsOf(await look()).sort()).toEqual(told);
  }
});
