import { tmpdir } from 'node:os';
import { parseCrontab, runOnce } from 'graphile-worker';
import { createWatch } from '../../../server/alarms/service';
import { createImportWorker } from '../../../server/desk/files/imports/service';
import { createHouseRedrawing } from '../../../server/desk/perfumes';
import { createDoctor } from '../../../server/doctor/kept/service';
import { addTimedJob } from '../../../server/jobs/queries';
import { createQueueLogger } from '../../../server/jobs/queue-logger';
import { CRONTAB, createTasks } from '../../../server/jobs/tasks';
import { createTimetable, dueTasks } from '../../../server/jobs/timetable';
import { createPictureStore } from '../../../server/pictures/store';
import { createPayments } from '../../../server/store/payments/service';
import { createSignInJobs } from '../../../server/store/sign-ins/service';
import { createTestClock } from '../../setup/clock';
import { silent, withDatabase, type TestDatabase } from '../../setup/database';
import { createTestMailer, createTestMails, createTestMailService, orderOf, outbox } from '../store/mail/support';

const HOUR_MS = 60 * 60 * 1000;

const clock = createTestClock();
const mailer = createTestMailer();
const database = withDatabase();

const tasks = () => {
  const { pool } = database;
  const mails = createTestMails(clock);
  const drawing = { pool, clock, logger: silent, pictures: createPictureStore({ directory: '/nowhere' }) };
  return createTasks({
    pool,
    clock,
    logger: silent,
    orderMails: mails,
    accountMails: mails,
    signIns: createSignInJobs({ pool, clock, mails }),
    watch: createWatch({ pool, clock, logger: silent, mails, dataDir: tmpdir(), certificates: 'local' }),
    doctor: createDoctor({ pool, examine: () => Promise.reject(new Error('nobody looks here')) }),
    mailService: createTestMailService(database, clock, mailer),
    imports: createImportWorker(drawing),
    housePictures: createHouseRedrawing(drawing),
    payments: createPayments({ pool, clock, origin: 'https://essence-aura.com', offered: ['bank'] }),
  });
};

const work = () =>
  runOnce({ pgPool: database.pool, taskList: tasks(), noHandleSignals: true, logger: createQueueLogger(silent) });
const add = (task: string, payload: object = {}) =>
  database.run`select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json)`;
const failures = (): Promise<unknown[]> =>
  database.rows<{ last_error: string }>`
    select last_error from graphile_worker._private_jobs where last_error is not null`;

test('everything in the timetable is something the queue can do', () => {
  expect(Object.keys(tasks())).toEqual(expect.arrayContaining(parseCrontab(CRONTAB).map(({ task }) => task)));
});

const EVERY_MINUTE = [
  'expire-orders',
  'ask-payments',
  'remind-orders',
  'rescue-mails',
  'rescue-imports',
  'backfill',
  'rescue-house-pictures',
];

test.each([
  ['2026-11-23T03:01:00Z', EVERY_MINUTE],
  ['2026-11-23T03:05:00Z', [...EVERY_MINUTE, 'watch']],
  ['2026-11-23T03:17:59Z', [...EVERY_MINUTE, 'prune']],
  ['2026-11-23T03:41:00Z', [...EVERY_MINUTE, 'doctor']],
])('at %s it is time for %j', (now, due) => {
  expect(dueTasks(parseCrontab(CRONTAB), new Date(now))).toEqual(due);
});

test('the timetable adds jobs when the minute turns, goes on after an error, and stops when it is told to', async () => {
  const { pool } = database;
  await database.run`delete from graphile_worker._private_jobs`;
  const queued = async () => (await pool.query('select 1 from graphile_worker.jobs')).rowCount;
  let now = Date.parse('2026-11-23T03:16:59.980Z');
  const fast = { now: () => new Date(now) };
  let broken = true;
  const flaky: TestDatabase['pool'] = Object.create(pool, {
    query: {
      value: (text: string, values: unknown[]) =>
        broken ? Promise.reject(new Error('the database is away')) : database.pool.query(text, values),
    },
  });
  const timetable = createTimetable({ pool: flaky, clock: fast, logger: silent, crontab: CRONTAB });
  timetable.start();
  await new Promise((resolve) => setTimeout(resolve, 10));
  now = Date.parse('2026-11-23T03:17:59.980Z');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await queued()).toBe(0);
  broken = false;
  const due = dueTasks(parseCrontab(CRONTAB), fast.now()).length;
  while ((await queued()) !== due) await new Promise((resolve) => setTimeout(resolve, 10));
  await timetable.stop();
  await database.run`delete from graphile_worker._private_jobs`;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await queued()).toBe(0);
});

test('however often a job of the timetable is added, there is one, and a dead process’s lock does not hold it up', async () => {
  await Promise.all(Array.from({ length: 5 }, () => addTimedJob(database.pool, 'rescue-mails')));
  await database.run`update graphile_worker._private_jobs
    set locked_at = now(), locked_by = 'worker-that-died', attempts = 1`;
  await createTestMails(clock, null).orderPaid(database.pool, orderOf({ status: 'paid' }), { tellOwner: false });
  await database.run`delete from graphile_worker._private_jobs where key like 'mail-%'`;
  clock.advance(HOUR_MS);
  await addTimedJob(database.pool, 'rescue-mails');
  await work();
  expect(mailer.sent).toHaveLength(1);
  await database.run`delete from graphile_worker._private_jobs`;
});

test('orders whose time is over are looked for', async () => {
  await add('expire-orders');
  await add('ask-payments');
  await add('remind-orders');
  await work();
  expect(await failures()).toEqual([]);
});

test('a job with a payload of another form fails by itself and harms no other', async () => {
  await add('send-mail', { id: 'drop table' });
  await add('password-reset', { email: 1 });
  mailer.sent.length = 0;
  await createTestMails(clock, null).orderPaid(database.pool, orderOf({ status: 'paid' }), { tellOwner: false });
  await work();
  expect(mailer.sent).toHaveLength(1);
  expect(await failures()).toHaveLength(2);
  await database.run`delete from graphile_worker._private_jobs`;
});

test('what is over is thrown away, and nothing else', async () => {
  const { pool } = database;
  const now = clock.now();
  const at = (hours: number): Date => new Date(now.getTime() + hours * HOUR_MS);
  await database.run`insert into sessions (sid, sess, expire) values ('old', '{}', ${at(-1)}), ('new', '{}', ${at(1)})`;
  await database.run`insert into rate_limits (key, points, expire)
    values ('old', 1, ${at(-1).getTime()}), ('new', 1, ${at(1).getTime()})`;
  const id = await database.value<string>`insert into accounts (email, name, password_hash, locale)
      values ('a@example.com', 'a', 'x', 'ko') returning id`;
  const resets = [
    ['used long ago', at(-26), at(-25.5), at(-25)],
    ['expired long ago', at(-26), at(-25), null],
    ['used just now', at(-1), at(-0.5), at(-0.6)],
    ['expired just now', at(-1), at(-0.5), null],
    ['open', at(0), at(0.5), null],
  ] as const;
  for (const [name, createdAt, expiresAt, usedAt] of resets) {
    await pool.query(
      'insert into password_resets (token_hash, account_id, created_at, expires_at, used_at) values ($1, $2, $3, $4, $5)',
      [Buffer.from(name), id, createdAt, expiresAt, usedAt],
    );
  }
  await database.run`select graphile_worker.add_job('dead-' || n, job_key => n, max_attempts => 1)
    from unnest(array['old', 'new', 'cut-off', 'running']) n`;
  await database.run`update graphile_worker._private_jobs set attempts = 1,
    last_error = case when key in ('old', 'new') then 'no' end,
    locked_at = case when key = 'running' then now() end, locked_by = case when key = 'running' then 'w' end`;
  await database.run`update graphile_worker._private_jobs set updated_at = ${at(-8 * 24)} where key = 'old'`;
  await add('prune');
  await work();
  expect(await failures()).toEqual([{ last_error: 'no' }]);
  const column = (sql: string) => database.column<string>(sql);
  expect(await column('select key as name from graphile_worker.jobs order by key')).toEqual(['new', 'running']);
  expect(await column('select sid as name from sessions')).toEqual(['new']);
  expect(await column('select key as name from rate_limits')).toEqual(['new']);
  expect(await column(`select convert_from(token_hash, 'utf8') as name from password_resets order by name`)).toEqual([
    'expired just now',
    'open',
    'used just now',
  ]);
  expect((await outbox(database)).length).toBeGreaterThan(0);
});
