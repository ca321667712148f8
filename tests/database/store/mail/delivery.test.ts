import { setTimeout as sleep } from 'node:timers/promises';
import { runOnce, type TaskList } from 'graphile-worker';
import { createQueueLogger } from '../../../../server/jobs/queue-logger';
import { MAX_ATTEMPTS } from '../../../../server/store/mail/service';
import { createTestClock, type TestClock } from '../../../setup/clock';
import { silent, withDatabase, type TestDatabase } from '../../../setup/database';
import { createTestMailer, createTestMails, createTestMailService, orderOf, outbox, type TestMailer } from './support';

const MINUTE_MS = 60_000;
const forever = (): AbortSignal => new AbortController().signal;

const database = withDatabase({ maxConnections: 12 });
let clock: TestClock;
let mailer: TestMailer;
beforeEach(async () => {
  await database.run`truncate outbox; delete from graphile_worker._private_jobs`;
  clock = createTestClock();
  mailer = createTestMailer();
});

const service = () => createTestMailService(database, clock, mailer);
const enqueue = () =>
  createTestMails(clock, null).orderPaid(database.pool, orderOf({ status: 'paid' }), { tellOwner: false });
const TOKEN = 'T'.repeat(43);
const enqueueReset = () =>
  createTestMails(clock).passwordReset(database.pool, {
    ...{ to: 'a@example.com', locale: 'ko', token: TOKEN, validMs: 1_800_000 },
  });
const onlyRow = async () => (await outbox(database))[0]!;

/** Every job that is due, as the jobs process does it. */
async function runDueJobs(): Promise<void> {
  const taskList: TaskList = {
    'send-mail': (payload, { job }) => service().deliver((payload as { id: number }).id, job.attempts, forever()),
  };
  await runOnce({ pgPool: database.pool, taskList, noHandleSignals: true, logger: createQueueLogger(silent) });
}

const jobs = () =>
  database.rows<{ attempts: number; key: string | null; delay: number; locked_at: Date | null }>`
    select attempts, key, locked_at, extract(epoch from run_at - now())::float8 as delay
       from graphile_worker._private_jobs order by id`;
/** When the claim of whoever had them is over. */
async function rescueAndRun(): Promise<void> {
  clock.advance(2 * MINUTE_MS);
  await service().rescue();
  await runDueJobs();
}
const makeJobsDue = () => database.run`update graphile_worker._private_jobs set run_at = now()`;

test('a mail goes out once, is marked, and its job is gone', async () => {
  await enqueue();
  await runDueJobs();
  await runDueJobs();
  expect(mailer.sent).toHaveLength(1);
  expect(mailer.sent[0]).toMatchObject({ to: 'buyer@example.com', kind: 'order-paid', locale: 'ko' });
  expect(await onlyRow()).toMatchObject({ status: 'sent', attempts: 1, last_error: null, sent_at: clock.now() });
  expect(await jobs()).toEqual([]);
});

test('a mailer that fails leaves its reason, and the queue comes back later and later until it is out', async () => {
  await enqueue();
  mailer.troubles.push('451 try again later', 'connect ECONNREFUSED');

  await runDueJobs();
  expect(await onlyRow()).toMatchObject({ status: 'queued', attempts: 1, last_error: '451 try again later' });
  const [first] = await jobs();
  expect(first!.delay).toBeGreaterThan(0);
  expect((await onlyRow()).next_attempt_at!.getTime() - clock.now().getTime()).toBeCloseTo(Math.E * 1000, -1);

  await makeJobsDue();
  await runDueJobs();
  expect(await onlyRow()).toMatchObject({ status: 'queued', attempts: 2, last_error: 'connect ECONNREFUSED' });
  const [second] = await jobs();
  expect(second!.delay).toBeGreaterThan(first!.delay);

  await makeJobsDue();
  await runDueJobs();
  expect(mailer.sent).toHaveLength(1);
  expect(await onlyRow()).toMatchObject({ status: 'sent', attempts: 3, claimed_until: null, next_attempt_at: null });
});

test('after the last attempt the mail has failed, with its reason, and nobody tries again', async () => {
  await enqueue();
  mailer.troubles.push(...Array.from({ length: MAX_ATTEMPTS + 5 }, (_, i) => `reason ${i + 1}`));
  for (let i = 0; i < MAX_ATTEMPTS + 3; i++) {
    await makeJobsDue();
    await runDueJobs();
  }
  expect(await onlyRow()).toMatchObject({
    status: 'failed',
    attempts: MAX_ATTEMPTS,
    last_error: `reason ${MAX_ATTEMPTS}`,
    sent_at: null,
    claimed_until: null,
  });
  expect(await jobs()).toEqual([]);
  await service().rescue();
  expect(await jobs()).toEqual([]);
});

test('every attempt at a mail has the same Message-ID, and no two mails have the same', async () => {
  await enqueue();
  await enqueue();
  const ids: string[] = [];
  mailer.send = (mail) => {
    ids.push(mail.messageId);
    return Promise.reject(new Error('no'));
  };
  await runDueJobs();
  await makeJobsDue();
  await runDueJobs();
  expect(ids).toHaveLength(4);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^<mail-\d+-\d+@essence-aura\.com>$/);
});

test('of eight senders at the same row one sends', async () => {
  await enqueue();
  const { id } = await onlyRow();
  // Whoever has it holds it until all others have come by.
  let came = 0;
  let allCame: () => void = () => undefined;
  const everybody = new Promise<void>((resolve) => (allCame = resolve));
  mailer.troubles.push(...Array.from({ length: 8 }, () => () => everybody));
  const senders = Array.from({ length: 8 }, async () => {
    await service().deliver(id, 1, forever());
    came += 1;
    if (came === 7) allCame();
  });
  await Promise.all(senders);
  expect(mailer.sent).toHaveLength(1);
  expect(await onlyRow()).toMatchObject({ status: 'sent', attempts: 1 });
});

test('a hundred mails and four workers: each goes out once', async () => {
  for (let i = 0; i < 100; i++) await enqueue();
  mailer.troubles.push(...Array.from({ length: 40 }, () => () => sleep(5)));
  await Promise.all([runDueJobs(), runDueJobs(), runDueJobs(), runDueJobs()]);
  expect(mailer.sent).toHaveLength(100);
  expect(new Set(mailer.sent.map(({ id }) => id)).size).toBe(100);
});

describe('a sender that is killed', () => {
  /** As `kill -9` leaves it: the row claimed, the job locked by a worker that is no more. */
  async function die(when: 'before sending' | 'after sending'): Promise<void> {
    await enqueue();
    await database.run`update graphile_worker._private_jobs
      set locked_at = now(), locked_by = 'worker-that-died', attempts = 1`;
    const { id } = await onlyRow();
    const dying = createTestMailService(database, clock, {
      send: (mail) => {
        if (when === 'after sending') mailer.sent.push(mail);
        return new Promise<never>(() => undefined);
      },
    });
    void dying.deliver(id, 1, forever());
    while ((await onlyRow()).claimed_until === null) await sleep(5);
  }

  test('is not overtaken while its claim lasts', async () => {
    await die('before sending');
    await service().rescue();
    await runDueJobs();
    await service().deliver((await onlyRow()).id, 1, forever());
    expect(mailer.sent).toEqual([]);
  });

  test('before sending: the mail goes out once, two minutes later', async () => {
    await die('before sending');
    await rescueAndRun();
    expect(mailer.sent).toHaveLength(1);
    expect(await onlyRow()).toMatchObject({ status: 'sent', attempts: 2 });
  });

  test('between sending and marking: the mail goes out again under the same Message-ID', async () => {
    await die('after sending');
    await rescueAndRun();
    expect(mailer.sent).toHaveLength(2);
    expect(mailer.sent[1]!.messageId).toBe(mailer.sent[0]!.messageId);
    expect(await onlyRow()).toMatchObject({ status: 'sent' });
  });

  test('its locked job never runs again, however often the mail is rescued', async () => {
    await die('before sending');
    clock.advance(2 * MINUTE_MS);
    await service().rescue();
    await service().rescue();
    const left = await jobs();
    expect(left.filter(({ key }) => key !== null)).toHaveLength(1);
    await runDueJobs();
    // Four hours later graphile-worker unlocks what a dead worker held.
    await database.run`update graphile_worker._private_jobs set locked_at = null, locked_by = null`;
    await makeJobsDue();
    await runDueJobs();
    expect(mailer.sent).toHaveLength(1);
  });
});

test('mails whose jobs were lost are found again, those that only wait for their time are left alone', async () => {
  await enqueue();
  await enqueue();
  mailer.troubles.push('not now', 'not now');
  await runDueJobs();
  await database.run`delete from graphile_worker._private_jobs`;
  await service().rescue();
  expect(await jobs()).toEqual([]);
  await rescueAndRun();
  expect(mailer.sent).toHaveLength(2);
});

test('a shutdown in the middle of a conversation keeps the claim, so nobody sends it twice at once', async () => {
  await enqueue();
  const { id } = await onlyRow();
  const shutdown = new AbortController();
  const cut = createTestMailService(database, clock, {
    send: (_mail, signal) =>
      new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('cut off')))),
  });
  const delivering = cut.deliver(id, 1, shutdown.signal);
  while ((await onlyRow()).claimed_until === null) await sleep(5);
  shutdown.abort();
  await expect(delivering).rejects.toThrow('cut off');
  expect(await onlyRow()).toMatchObject({ status: 'queued', last_error: null });
  expect((await onlyRow()).claimed_until).not.toBeNull();
});

test('a database that is away when the mail is out is waited for: it is not sent again', async () => {
  await enqueue();
  const { id } = await onlyRow();
  let refusals = 2;
  const flaky: TestDatabase['pool'] = Object.create(database.pool, {
    query: {
      value: (text: string, values: unknown[]) =>
        text.includes("status = 'sent'") && refusals-- > 0
          ? Promise.reject(new Error('terminating connection due to administrator command'))
          : database.pool.query(text, values),
    },
  });
  await createTestMailService({ ...database, pool: flaky }, clock, mailer).deliver(id, 1, forever());
  expect(refusals).toBeLessThan(0);
  expect(mailer.sent).toHaveLength(1);
  expect(await onlyRow()).toMatchObject({ status: 'sent' });
});

test('a row that is gone, sent or unknown is no error', async () => {
  await enqueue();
  await runDueJobs();
  await service().deliver((await onlyRow()).id, 1, forever());
  await service().deliver(987654321, 1, forever());
  expect(mailer.sent).toHaveLength(1);
});

test('a sealed mail that can’t be opened says so instead of going out with a hole in it', async () => {
  await enqueueReset();
  await database.run`update outbox set sealed = set_byte(sealed, 0, 255 - get_byte(sealed, 0))`;
  await runDueJobs();
  expect(mailer.sent).toEqual([]);
  expect(await onlyRow()).toMatchObject({ status: 'queued', attempts: 1 });
  expect((await onlyRow()).last_error).toBeTruthy();
});

test('what was sealed is gone once the mail is out', async () => {
  await enqueueReset();
  expect((await onlyRow()).sealed).not.toBeNull();
  await runDueJobs();
  expect(mailer.sent[0]!.text).toContain(`?token=${TOKEN}\n`);
  expect((await onlyRow()).sealed).toBeNull();
});

test('mails are forgotten after three months, those that still wait are not', async () => {
  await enqueue();
  await runDueJobs();
  await enqueue();
  clock.advance(89 * 24 * 60 * MINUTE_MS);
  await service().forgetOld();
  expect(await outbox(database)).toHaveLength(2);
  clock.advance(2 * 24 * 60 * MINUTE_MS);
  await service().forgetOld();
  expect((await outbox(database)).map(({ status }) => status)).toEqual(['queued']);
});
