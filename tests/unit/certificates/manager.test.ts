import { readlinkSync } from 'node:fs';
import { stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SourceError } from '../../../server/certificates/source-error';
import { createCertificateStore, type CertificateStore } from '../../../server/certificates/store';
import { withDirectory } from '../../setup/directory';
import {
  createFakeSource,
  managerIn,
  runDays,
  statusIn,
  type FakeSource,
  type ManualClock,
} from './support/simulation';
import { createManualClock, daysFrom } from './support/temporary';

jest.setTimeout(120_000);

const MINUTE_MS = 60 * 1000;

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
  source = createFakeSource({ clock, isReached, stagingDirectoryUrl: 'https://staging.test/directory' });
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
