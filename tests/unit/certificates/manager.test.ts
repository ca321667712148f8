import { existsSync, readlinkSync } from 'node:fs';
import { copyFile, mkdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { issueServerCertificate } from '../../../server/certificates/issue';
import { SourceError } from '../../../server/certificates/source-error';
import { createCertificateStore, type CertificateStore } from '../../../server/certificates/store';
import { withDirectory } from '../../setup/directory';
import {
  createFakeSource,
  managerIn,
  NAMES,
  ORIGIN,
  runDays,
  simulate,
  statusIn,
  type FakeSource,
  type ManualClock,
} from './support/simulation';
import { createManualClock, daysFrom } from './support/temporary';

jest.setTimeout(120_000);

const MINUTE_MS = 60 * 1000;
const stagingDirectoryUrl = 'https://staging.test/directory';

const directory = withDirectory();
let clock: ManualClock;
let source: FakeSource;
let store: CertificateStore;
beforeEach(() => {
  clock = createManualClock();
  source = createFakeSource({ clock });
  store = createCertificateStore(directory.path);
});

test.each([7, 30, 200])('opens within a minute when the names come to lead here after %i minutes', async (minutes) => {
  const leadHereAt = daysFrom(clock.now(), minutes / (24 * 60));
  const isReached = (now: Date): boolean => now >= leadHereAt;
  source = createFakeSource({ clock, isReached, stagingDirectoryUrl });
  source.failWith = (_, now) => (isReached(now) ? null : new SourceError('no such name', { ordered: true }));
  const lines = await runDays(directory.path, source, clock, 0.3);
  const last = source.ordered.slice(-2);
  expect(last.map((order) => order.directory)).toEqual(['staging', 'production']);
  expect((source.issued[0]!.from.getTime() - leadHereAt.getTime()) / MINUTE_MS).toBeLessThanOrEqual(1);
  const said = lines.map(({ msg }) => msg);
  expect(said.filter((line) => line === "the shop's names lead to this machine now")).toHaveLength(1);
  expect((await statusIn(directory.path)).attempts[0]).toMatchObject({ outcome: 'failed', reached: false });
});

test('slow name servers are told as slow, not as names that lead elsewhere', async () => {
  source = createFakeSource({ clock, isReached: () => false, slowDns: true });
  source.failWith = new SourceError('query timed out', { ordered: true });
  const said = (await runDays(directory.path, source, clock, 0.01)).map(({ msg }) => String(msg));
  expect(said).toContain('the name servers of the shop answer slowly or not at all: a CA does not wait for them');
  expect(said.filter((msg) => msg.includes('do not lead to this machine'))).toEqual([]);
  expect((await statusIn(directory.path)).attempts[0]).toMatchObject({ reached: false, slowDns: true });
});

test('a restart while the names lead elsewhere forgets none of it', async () => {
  let leadHere = false;
  source = createFakeSource({ clock, isReached: () => leadHere });
  source.failWith = () => (leadHere ? null : new SourceError('no such name', { ordered: true }));
  await runDays(directory.path, source, clock, 0.1);
  leadHere = true;
  const restartedAt = clock.now();
  await runDays(directory.path, source, clock, 0.1);
  expect((source.issued[0]!.from.getTime() - restartedAt.getTime()) / MINUTE_MS).toBeLessThanOrEqual(1);
});

test('a failure is noted as one, also by a process that is stopped while it looks where the names lead', async () => {
  source.failWith = new SourceError('no such name', { ordered: true });
  const looking = new Promise<void>((looks) => {
    source.lookForNames = (signal) => {
      looks();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    };
  });
  const manager = managerIn(directory.path, source, clock);
  await manager.start();
  await looking;
  await manager.stop();
  expect((await statusIn(directory.path)).attempts).toMatchObject([{ outcome: 'failed', reached: null }]);
});

test('a restart does not begin the schedule anew, a success does', async () => {
  source.failWith = new Error('down');
  await runDays(directory.path, source, clock, 0.1);
  expect((await statusIn(directory.path)).attempts.length).toBeGreaterThan(4);
  const restartedAt = clock.now();
  await runDays(directory.path, source, clock, 0.05);
  const soon = source.ordered.filter(({ at }) => at > restartedAt && at < daysFrom(restartedAt, 0.01));
  expect(soon.length).toBeLessThanOrEqual(1);
  source.failWith = null;
  await runDays(directory.path, source, clock, 1);
  const status = await statusIn(directory.path);
  expect(status).toMatchObject({ reason: null, need: null, nextAttemptAt: null });
  expect(status.attempts.at(-1)).toMatchObject({ outcome: 'passed', directory: 'production' });
});

test('a certificate that is of no use counts as a failure, not as a reason to order at once again', async () => {
  source.names = ['other.test'];
  const lines = await runDays(directory.path, source, clock, 0.02);
  expect(source.ordered.length).toBeLessThanOrEqual(5);
  expect(JSON.stringify(lines)).toContain('the new certificate is of no use: the one in use lacks essence-aura.test');
});

test.each<[string, Error, boolean]>([
  ['what only its owner can mend is said, and looked at again', new SourceError('the files are missing'), true],
  ['a fault of ours ends the start', new Error('x is not a function'), false],
])('of a source that needs nobody else %s', async (_what, failure, starts) => {
  source = createFakeSource({ clock, immediate: true });
  source.failWith = failure;
  const manager = managerIn(directory.path, source, clock);
  const started = await manager.start().then(
    () => null,
    (error: unknown) => error,
  );
  await manager.stop();
  expect(started).toBe(starts ? null : failure);
  if (starts) expect((await statusIn(directory.path)).problems).toEqual(['the files are missing']);
});

test('a damaged status or a damaged certificate stops nothing', async () => {
  await runDays(directory.path, source, clock, 0.1);
  await writeFile(store.paths.status, '{"failedAt":');
  await truncate(path.join(store.paths.root, readlinkSync(store.paths.current)), 10);
  await runDays(directory.path, source, clock, 0.1);
  expect(source.ordered).toHaveLength(2);
  expect((await store.load(clock.now()))?.damaged).toEqual([]);
});

test('the key of session tickets is made, and replaced after a day', async () => {
  clock = createManualClock(new Date());
  source = createFakeSource({ clock });
  await runDays(directory.path, source, clock, 0.1);
  const first = await store.loadTicketKey();
  expect(first).toHaveLength(48);
  await runDays(directory.path, source, clock, 0.5);
  expect(await store.loadTicketKey()).toEqual(first);
  await runDays(directory.path, source, clock, 1);
  expect(await store.loadTicketKey()).not.toEqual(first);
  expect(((await stat(store.paths.ticketKey)).mode & 0o777).toString(8)).toBe('600');
});

test('a key that was written while the clock was ahead is replaced too', async () => {
  clock = createManualClock(daysFrom(new Date(), -30));
  source = createFakeSource({ clock });
  await store.prepare(clock.now());
  await store.saveTicketKey(Buffer.alloc(48, 1));
  await runDays(directory.path, source, clock, 0.1);
  expect(await store.loadTicketKey()).not.toEqual(Buffer.alloc(48, 1));
});

test('a store that can not be written forgets no failure: one that could not be noted counts for the schedule', async () => {
  source.failWith = new SourceError('refused', { ordered: true });
  const { paths } = store;
  const { obtain } = source;
  source.obtain = async (options) => {
    try {
      return await obtain(options);
    } finally {
      // The disk fails while the CA is being asked.
      await rm(paths.status);
      await mkdir(paths.status);
    }
  };
  await simulate({
    directory: directory.path,
    source,
    clock,
    days: 0.05,
    onSleep: () => rm(paths.status, { recursive: true, force: true }),
  });
  const gaps = source.ordered.slice(1).map(({ at }, i) => at.getTime() - source.ordered[i]!.at.getTime());
  expect(gaps.slice(0, 4).map((ms) => Math.round(ms / MINUTE_MS))).toEqual([1, 2, 2, 5]);
});

describe('a store of which a part can not be read', () => {
  test('loses only that: the key of session tickets is made anew, and certificates are renewed', async () => {
    await runDays(directory.path, source, clock, 1);
    // No file is unreadable for root; a directory is.
    await rm(store.paths.ticketKey);
    await mkdir(store.paths.ticketKey);
    const lines = await runDays(directory.path, source, clock, 70);
    expect(await store.loadTicketKey()).toHaveLength(48);
    expect(source.issued).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toContain('can not be looked after');
  });

  test('where that is the newest certificate, the one before is used and another is ordered when that is due', async () => {
    await runDays(directory.path, source, clock, 70);
    expect(source.issued).toHaveLength(2);
    const newest = path.join(store.paths.root, readlinkSync(store.paths.current));
    await rm(newest);
    await mkdir(newest);
    const lines = await runDays(directory.path, source, clock, 1);
    expect(source.issued).toHaveLength(3);
    expect((await store.load(clock.now()))?.damaged).toEqual([]);
    expect(JSON.stringify(lines)).toContain('it can not be read (EISDIR)');
    // The third after it takes it away.
    await runDays(directory.path, source, clock, 200);
    expect(existsSync(newest)).toBe(false);
  });

  test('where `current` is a copy instead of a link, the link is made again and nothing is ordered', async () => {
    await runDays(directory.path, source, clock, 1);
    const link = readlinkSync(store.paths.current);
    await rm(store.paths.current);
    await copyFile(path.join(store.paths.root, link), store.paths.current);
    await runDays(directory.path, source, clock, 1);
    expect(readlinkSync(store.paths.current)).toBe(link);
    expect(source.issued).toHaveLength(1);
    expect((await statusIn(directory.path)).problems).toEqual([]);
  });
});

describe('a clock that is wrong', () => {
  test('a certificate that is not valid yet is kept and used, and an operator is told', async () => {
    await runDays(directory.path, source, clock, 0.1);
    const behind = createManualClock(daysFrom(source.issued[0]!.from, -1 / 24));
    const another = createFakeSource({ clock: behind });
    const lines = await runDays(directory.path, another, behind, 0.01);
    expect(another.ordered).toEqual([]);
    expect(lines.find((line) => line['msg'] === 'a certificate needs attention')).toMatchObject({
      problem: expect.stringContaining('is not valid before'),
    });
    expect((await statusIn(directory.path)).problems).toEqual([expect.stringContaining('is the clock right?')]);
    await runDays(directory.path, another, behind, 0.1);
    expect((await statusIn(directory.path)).problems).toEqual([]);
  });
});

describe('status.json', () => {
  test('tells what is in use, when it will be renewed and why, and what is damaged', async () => {
    await runDays(directory.path, source, clock, 1);
    const status = await statusIn(directory.path);
    expect(status).toMatchObject({
      about: ORIGIN,
      problems: [],
      need: null,
      doing: null,
      certificate: { origin: ORIGIN, names: NAMES },
      renewal: { by: 'lifetime' },
      succeededAt: source.ordered[0]!.at,
    });
    await store.install(
      ORIGIN,
      await issueServerCertificate({ names: NAMES, notBefore: clock.now(), notAfter: daysFrom(clock.now(), 90) }),
      clock.now(),
    );
    await truncate(path.join(store.paths.root, readlinkSync(store.paths.current)), 100);
    await runDays(directory.path, source, clock, 1);
    expect((await statusIn(directory.path)).problems).toEqual([
      expect.stringMatching(/^A stored certificate can not be used, an earlier one is used: .*\.pem/),
    ]);
    expect((await statusIn(directory.path)).certificate?.fingerprint).toBe(status.certificate?.fingerprint);
  });

  test('calls it an emergency when the last sixth of the lifetime has begun', async () => {
    await runDays(directory.path, source, clock, 1);
    source.failWith = new Error('down');
    await runDays(directory.path, source, clock, 76);
    expect((await statusIn(directory.path)).problems).toEqual([
      expect.stringContaining('no new one could be had so far'),
    ]);
    await runDays(directory.path, source, clock, 20);
    expect((await statusIn(directory.path)).problems).toEqual([
      expect.stringContaining('the certificate in use ended on'),
    ]);
  });
});
