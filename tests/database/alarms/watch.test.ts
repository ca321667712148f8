import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { standingAlarms, createWatch, type Watch } from '../../../server/alarms/service';
import { certificatePaths } from '../../../server/certificates/paths';
import { cleanStatus, writeStatus } from '../../../server/certificates/status';
import { createTestClock } from '../../setup/clock';
import { silent, withDatabase } from '../../setup/database';
import { withDirectory } from '../../setup/directory';
import { createTestMailer, createTestMails, createTestMailService, OWNER, outbox } from '../store/mail/support';

const MINUTE_MS = 60_000;
const LOOK_MS = 5 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

const clock = createTestClock();
const database = withDatabase();
const data = withDirectory();
let dataDir: string;
beforeEach(async () => {
  dataDir = data.path;
  await database.run`delete from alarms; delete from outbox`;
});

/** A jobs process that has just started: it remembers nothing but what is in the database. */
function watchOf(options: { readonly mails?: ReturnType<typeof createTestMails> } = {}): Watch {
  const mails = options.mails ?? createTestMails(clock);
  return createWatch({ pool: database.pool, clock, logger: silent, mails, dataDir, certificates: 'acme' });
}

/** What the host's scripts would have noted. */
function backups(problems: Readonly<Record<string, string | null>>): void {
  const at = clock.now().toISOString();
  mkdirSync(data.at('backups'), { recursive: true });
  writeFileSync(
    data.at('backups', 'status.json'),
    JSON.stringify({ at, file: 'a', bytes: 1, problems, reason: null, verified: { at, rows: 3 } }),
  );
}

async function looks(count: number, watch = watchOf()): Promise<void> {
  for (let i = 0; i < count; i++) {
    clock.advance(LOOK_MS);
    await watch.look();
  }
}

const subjects = async (): Promise<string[]> => (await outbox(database)).map(({ subject }) => subject);

const BEGAN = '[Essence Aura] 문제가 생겼어요 · 백업 실패';
const LASTS = '[Essence Aura] 아직 그대로예요 · 백업 실패';
const OVER = '[Essence Aura] 해결됐어요 · 백업 실패';

test('a machine without a trouble is left in peace', async () => {
  backups({ backup: null });
  await looks(3);
  expect(await subjects()).toEqual([]);
  expect(await standingAlarms(database.pool)).toEqual([]);
});

test('the owner is told once when it begins, once a day while it lasts, and once when it is over', async () => {
  backups({ backup: 'repository 2: <AccessDenied>' });
  await looks(2);
  expect(await subjects()).toEqual([]);
  await looks(20);
  expect(await subjects()).toEqual([BEGAN]);
  const [mail] = await outbox(database);
  expect(mail).toMatchObject({ kind: 'alarm', locale: 'ko', recipient: OWNER, status: 'queued' });
  expect(mail!.body_text).toContain('서버가 남긴 말: repository 2: <AccessDenied>');
  expect(mail!.body_html).toContain('repository 2: &lt;AccessDenied&gt;');
  clock.advance(DAY_MS - 20 * LOOK_MS);
  backups({ backup: 'repository 2: still' });
  await looks(3);
  expect(await subjects()).toEqual([BEGAN, LASTS]);
  backups({ backup: null });
  await looks(6);
  expect(await subjects()).toEqual([BEGAN, LASTS]);
  await looks(6);
  expect(await subjects()).toEqual([BEGAN, LASTS, OVER]);
  expect(await standingAlarms(database.pool)).toEqual([]);
});

test('several that begin at one look are one mail', async () => {
  backups({ backup: 'b', wal: 'w', files: 'f' });
  await looks(3);
  expect(await subjects()).toEqual(['[Essence Aura] 문제가 생겼어요 · 새 주문 백업 실패 외 2건']);
});

test('a jobs process that starts anew tells nothing twice', async () => {
  backups({ backup: 'b' });
  for (let i = 0; i < 10; i++) await looks(1, watchOf());
  expect(await subjects()).toEqual([BEGAN]);
  backups({});
  for (let i = 0; i < 10; i++) await looks(1, watchOf());
  expect(await subjects()).toEqual([BEGAN, OVER]);
});

test('of several processes that look at once, one tells', async () => {
  backups({ backup: 'b' });
  const all = [1, 2, 3, 4].map(() => watchOf());
  const atOnce = async (times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      clock.advance(LOOK_MS);
      await Promise.all(all.map((watch) => watch.look()));
    }
  };
  await atOnce(4);
  expect(await subjects()).toEqual([BEGAN]);
  backups({});
  await atOnce(8);
  expect(await subjects()).toEqual([BEGAN, OVER]);
});

test('a look that fails half-way has told nothing and remembers nothing; the next one tells', async () => {
  backups({ backup: 'b' });
  await looks(2);
  const mails = createTestMails(clock);
  const failing = {
    ...mails,
    alarm: async (...args: Parameters<typeof mails.alarm>) => {
      await mails.alarm(...args);
      throw new Error('the database is away');
    },
  };
  await expect(looks(1, watchOf({ mails: failing }))).rejects.toThrow('the database is away');
  expect(await subjects()).toEqual([]);
  expect(await standingAlarms(database.pool)).toEqual([]);
  await looks(2);
  expect(await subjects()).toEqual([BEGAN]);
});

test('without an owner’s address nothing is mailed, the desk shows it all the same, and an address gets it later', async () => {
  backups({ backup: 'b' });
  const mails = createTestMails(clock, null);
  await looks(5, watchOf({ mails }));
  expect(await subjects()).toEqual([]);
  expect(await standingAlarms(database.pool)).toMatchObject([
    { kind: 'backup', cause: 'failed', said: 'b', toldAt: null, mailStatus: null },
  ]);
  await looks(2);
  expect(await subjects()).toEqual([BEGAN]);
});

test('the certificate’s troubles of a launch’s first hour are told to nobody, and those of a development authority never', async () => {
  const { status } = certificatePaths(dataDir);
  mkdirSync(path.dirname(status), { recursive: true });
  await writeStatus(status, { ...cleanStatus('acme', null, clock.now()), problems: ['the clock is wrong'] });
  const local = createWatch({
    ...{ pool: database.pool, clock, logger: silent, mails: createTestMails(clock), dataDir, certificates: 'local' },
  });
  await looks(20, local);
  expect(await subjects()).toEqual([]);
  await looks(12);
  expect(await subjects()).toEqual([]);
  await looks(1);
  expect(await subjects()).toEqual(['[Essence Aura] 문제가 생겼어요 · 쓸 수 있는 인증서 없음']);
});

test('a machine that can’t be looked at is not taken for mended', async () => {
  backups({ backup: 'b' });
  await looks(3);
  rmSync(dataDir, { recursive: true });
  for (let i = 0; i < 10; i++) await expect(looks(1)).rejects.toThrow('how full the disk');
  expect(await subjects()).toEqual([BEGAN]);
  expect(await standingAlarms(database.pool)).toMatchObject([{ kind: 'backup', absentSince: null }]);
});

test('what became of the mail is known as long as the mail is kept', async () => {
  backups({ backup: 'b' });
  await looks(3);
  const mailer = createTestMailer();
  const [mail] = await outbox(database);
  await createTestMailService(database, clock, mailer).deliver(mail!.id, 1, new AbortController().signal);
  expect(mailer.sent.map(({ to, kind }) => [to, kind])).toEqual([[OWNER, 'alarm']]);
  expect(await standingAlarms(database.pool)).toMatchObject([{ mailStatus: 'sent', toldAt: clock.now() }]);
  await database.run`delete from outbox`;
  expect(await standingAlarms(database.pool)).toMatchObject([{ mailStatus: null, toldAt: clock.now() }]);
});
