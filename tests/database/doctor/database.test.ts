/** The database's faults, made for real. */
import { Client } from 'pg';
import type { Context } from '../../../server/doctor/context';
import { gather } from '../../../server/doctor/gather';
import { DATABASE_PROBES } from '../../../server/doctor/probes/database';
import { DATABASE_FAULTS } from '../../../server/health/faults/database';
import { PROCESSES_FAULTS } from '../../../server/health/faults/processes';
import { judge } from '../../../server/health/judge';
import { withDatabase } from '../../setup/database';
import { insideContext } from '../../setup/doctor';

const database = withDatabase({ each: true });

const contextOf = (url: string): Context =>
  insideContext({ DOMAIN: 'essence-aura.localhost', DATABASE_URL: url, DATA_DIR: '/tmp' });

async function look(url = database.url) {
  const { facts, looked } = await gather(DATABASE_PROBES, contextOf(url), {
    signal: AbortSignal.timeout(20_000),
    tell: () => undefined,
  });
  const findings = judge(facts, [...DATABASE_FAULTS, ...PROCESSES_FAULTS]);
  return { facts, findings, ids: findings.map(({ id }) => id), unlooked: looked.filter(({ reason }) => reason) };
}

test('a database that is well is read whole, and nothing is found', async () => {
  const { facts, ids, unlooked } = await look();
  expect([ids, unlooked]).toEqual([[], []]);
  expect(facts.databaseState).toMatchObject({ missingTables: [], appliedMigration: facts.knownMigration });
  expect(facts.databaseState!.sizeBytes).toBeGreaterThan(1024 ** 2);
});

test('one that is not there is one finding, and the rest is said to be unknown', async () => {
  const url = new URL(database.url);
  url.port = '9';
  url.hostname = '127.0.0.1';
  url.search = '';
  const { ids, findings, unlooked } = await look(url.href);
  expect(ids).toEqual(['DB-03']);
  expect(findings[0]!.expert).toContain('ECONNREFUSED');
  expect(unlooked.map(({ probe }) => probe.fact).sort()).toEqual(['databaseState', 'jobQueue', 'jobRuns', 'outbox']);
});

test('without a place left at it: that, and not that it is down', async () => {
  const name = new URL(database.url).pathname.slice(1);
  const role = `crowd_${name.slice(-8)}`;
  const url = new URL(database.url);
  await database.run(`create role ${role} login password '${url.password}' connection limit 0`);
  try {
    url.username = role;
    const { ids, findings } = await look(url.href);
    expect([ids, findings[0]!.severity]).toEqual([['DB-01'], 'down']);
  } finally {
    await database.run(`drop role ${role}`);
  }
});

test('a shop that wants encryption of a database that has none: that, and not that it is down', async () => {
  const url = new URL(database.url);
  url.searchParams.set('sslmode', 'require');
  const { ids, findings } = await look(url.href);
  expect([ids, findings[0]!.severity]).toEqual([['DB-04'], 'down']);
  expect(findings[0]!.expert).toContain('SSL');
});

test('tables and migrations that are missing', async () => {
  await database.run`drop table sessions`;
  await database.run`delete from migrations where number > 30`;
  const { findings, ids } = await look();
  expect(ids).toEqual(['APP-05']);
  expect(findings[0]!.expert).toContain('sessions');
  expect(findings[0]!.explains.map(({ id }) => id)).toEqual(['DB-05']);
});

test('who holds up others is seen, once it lasts', async () => {
  const holder = new Client({ connectionString: database.url });
  const waiter = new Client({ connectionString: database.url });
  await Promise.all([holder.connect(), waiter.connect()]);
  try {
    await holder.query('begin; lock table carts');
    const waiting = waiter.query('select count(*) from carts');
    for (let tries = 0; tries < 100; tries++) {
      const { facts } = await look();
      const { lockWaitSeconds = 0, idleInTransactionSeconds = 0 } = facts.databaseState ?? {};
      if (lockWaitSeconds > 0 && idleInTransactionSeconds > 0) break;
      if (tries === 99) throw new Error('nobody is seen waiting');
    }
    // Not yet for long.
    expect((await look()).ids).toEqual([]);
    await holder.query('rollback');
    await waiting;
  } finally {
    await Promise.all([holder.end(), waiter.end()]);
  }
});

test('mails and jobs that do not leave are told, and nobody’s address with them', async () => {
  const mail = (values: string) =>
    database.run(`insert into outbox (kind, locale, recipient, subject, body_text, body_html, created_at, status,
      next_attempt_at, attempts, last_error) values ('x', 'ko', 'a@example.com', '', '', '', ${values})`);
  await mail(`now() - interval '2 hours', 'queued', now() - interval '1 hour', 3, null`);
  await mail(`now(), 'failed', null, 15, '550 <jane.doe@example.com> is unknown'`);
  await database.run`select graphile_worker.add_job('send-mail', run_at => now() - interval '1 hour')`;
  await database.run`insert into job_runs values ('watch', now() - interval '3 hours', null, null), ('prune', now(), now(), 'no')`;
  const { ids, findings } = await look();
  expect(ids.sort()).toEqual(['JOB-01', 'JOB-02', 'JOB-03', 'MAIL-20']);
  const told = JSON.stringify(findings);
  expect(told).toContain('…@…');
  expect(told).not.toContain('jane.doe');
  expect(told).toContain('MAIL-21');
});

test('of a job that was given up its name is told', async () => {
  await database.run`select graphile_worker.add_job('redraw-house', max_attempts => 1)`;
  // As one that runs for the last time: the doctor itself, when jobs ask it.
  await database.run`update graphile_worker._private_jobs set attempts = 1, locked_at = now(), locked_by = 'w'`;
  expect((await look()).ids).toEqual([]);
  // As the worker leaves what it was killed at, once the clock begins it anew.
  await database.run`update graphile_worker._private_jobs set locked_at = null, locked_by = null`;
  expect((await look()).ids).toEqual([]);
  await database.run`update graphile_worker._private_jobs set last_error = 'no'`;
  await database.run`insert into job_runs values ('redraw-house', now(), now(), null)`;
  expect((await look()).ids).toEqual([]);
  await database.run`delete from job_runs`;
  const { ids, findings } = await look();
  expect(ids).toEqual(['JOB-04']);
  expect(findings[0]!.expert).toContain('redraw-house');
});
