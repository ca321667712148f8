import { stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readlinkSync } from 'node:fs';
import pino from 'pino';
import { issueServerCertificate } from '../../../server/certificates/issue';
import { createCertificateManager } from '../../../server/certificates/manager';
import { needOf, SourceError, type CertificateSource } from '../../../server/certificates/source';
import { readStatus } from '../../../server/certificates/status';
import { createCertificateStore } from '../../../server/certificates/store';
import { createManualClock, DAY_MS, daysFrom, withDirectory } from './support/temporary';

const ORIGIN = 'acme https://ca.test/directory';
const NAMES = ['essence-aura.test'];
const MINUTE_MS = 60 * 1000;

type Clock = ReturnType<typeof createManualClock>;

/** A CA that needs no network, and fails when told to. */
function createFakeSource(options: { clock: Clock; lifetimeDays?: number; immediate?: boolean }) {
  const attemptedAt: Date[] = [];
  const source: CertificateSource & { failWith: Error | null; attemptedAt: Date[]; names: string[] } = {
    name: 'acme',
    immediate: options.immediate ?? false,
    checkEveryMs: 60 * MINUTE_MS,
    failWith: null,
    names: NAMES,
    attemptedAt,
    needsNew: (inUse, now) => Promise.resolve(needOf(inUse, { origin: ORIGIN, names: NAMES, now })),
    async obtain() {
      const now = options.clock.now();
      attemptedAt.push(now);
      if (source.failWith) throw source.failWith;
      const pair = await issueServerCertificate({
        names: source.names,
        notBefore: now,
        notAfter: daysFrom(now, options.lifetimeDays ?? 90),
      });
      return { origin: ORIGIN, pair };
    },
  };
  return source;
}

/** Runs the manager with a clock that jumps over every sleep, until `days` have passed. */
async function simulate(
  directory: string,
  source: CertificateSource,
  clock: Clock,
  days: number,
  lateness = 6,
): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const end = daysFrom(clock.now(), days);
  const ended = new AbortController();
  const manager = createCertificateManager({
    source,
    store: createCertificateStore(directory),
    about: ORIGIN,
    clock,
    logger,
    sleep: (ms, signal) => {
      // A machine that sleeps a lot: what should be looked at every hour is looked at much less often.
      clock.advanceMs(ms < 60 * MINUTE_MS ? Math.max(ms, 1) : lateness * ms);
      if (clock.now() < end) return Promise.resolve();
      ended.abort();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    },
  });
  await manager.start();
  await new Promise((resolve) => ended.signal.addEventListener('abort', resolve));
  await manager.stop();
  return lines;
}

describe('the manager of certificates', () => {
  test.each([
    [90, 365, 7],
    [64, 365, 9],
    [45, 365, 13],
    [6, 60, 15],
  ])(
    'with certificates of %i days, %i days take about %i orders, and no certificate ever ends',
    async (lifetimeDays, days, orders) => {
      await withDirectory(async (directory) => {
        const clock = createManualClock();
        const source = createFakeSource({ clock, lifetimeDays });
        await simulate(directory, source, clock, days, lifetimeDays > 30 ? 24 : 6);
        expect(Math.abs(source.attemptedAt.length - orders)).toBeLessThanOrEqual(Math.ceil(orders / 20));
        const gaps = source.attemptedAt.slice(1).map((at, i) => at.getTime() - source.attemptedAt[i]!.getTime());
        expect(Math.max(...gaps)).toBeLessThan(lifetimeDays * DAY_MS * 0.7);
      });
    },
    60_000,
  );

  test('after a failure it waits as the schedule says, tells the reason and the time, and goes on', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      source.failWith = new SourceError('the CA refused essence-aura.test: no address');
      const lines = await simulate(directory, source, clock, 0.4);
      const failures = lines.filter((line) => line['msg'] === 'no new certificate');
      expect(failures[0]).toMatchObject({ reason: 'the CA refused essence-aura.test: no address', attempt: 1 });
      const gaps = source.attemptedAt
        .slice(1)
        .map((at, i) => (at.getTime() - source.attemptedAt[i]!.getTime()) / MINUTE_MS);
      expect(gaps.slice(0, 4).map(Math.round)).toEqual([1, 2, 2, 5]);
      expect(failures.every((line) => typeof line['nextAttemptAt'] === 'string')).toBe(true);
    }));

  test('a restart does not begin the schedule anew, a success does', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      source.failWith = new Error('down');
      await simulate(directory, source, clock, 0.1);
      const store = createCertificateStore(directory);
      const failed = (await readStatus(store.paths.status, ORIGIN)).failedAt.length;
      expect(failed).toBeGreaterThan(4);
      const restartedAt = clock.now();
      await simulate(directory, source, clock, 0.05);
      const soon = source.attemptedAt.filter((at) => at > restartedAt && at < daysFrom(restartedAt, 0.01));
      expect(soon.length).toBeLessThanOrEqual(1);
      source.failWith = null;
      await simulate(directory, source, clock, 1);
      expect((await readStatus(store.paths.status, ORIGIN)).failedAt).toEqual([]);
    }));

  test('it does not ask again before the CA allows it', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      const allowedAt = daysFrom(clock.now(), 1.5);
      source.failWith = new SourceError('too many certificates', { notBefore: allowedAt });
      await simulate(directory, source, clock, 1.6);
      expect(source.attemptedAt[1]!.getTime()).toBeGreaterThanOrEqual(allowedAt.getTime());
    }));

  test('a certificate that is of no use counts as a failure, not as a reason to order at once again', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      source.names = ['other.test'];
      const lines = await simulate(directory, source, clock, 0.02);
      expect(source.attemptedAt.length).toBeLessThanOrEqual(5);
      expect(JSON.stringify(lines)).toContain(
        'the new certificate is of no use: the one in use lacks essence-aura.test',
      );
    }));

  test('and it never takes the place of one that is good', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      await simulate(directory, source, clock, 1);
      source.names = ['other.test'];
      await simulate(directory, source, clock, 70);
      const store = createCertificateStore(directory);
      expect((await store.load(clock.now()))?.bundle.names).toEqual(NAMES);
      expect(source.attemptedAt.length).toBeGreaterThan(2);
    }));

  test('a source that needs nobody else fails at start when it fails', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock, immediate: true });
      source.failWith = new SourceError('the files are missing');
      const manager = createCertificateManager({
        source,
        store: createCertificateStore(directory),
        about: 'files',
        clock,
        logger: pino({ level: 'silent' }),
      });
      await expect(manager.start()).rejects.toThrow('the files are missing');
    }));

  test('started twice it orders once', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock, immediate: true });
      const create = () =>
        createCertificateManager({
          source,
          store: createCertificateStore(directory),
          about: ORIGIN,
          clock,
          logger: pino({ level: 'silent' }),
        });
      const managers = [create(), create(), create()];
      await Promise.all(managers.map((manager) => manager.start()));
      await Promise.all(managers.map((manager) => manager.stop()));
      expect(source.attemptedAt).toHaveLength(1);
    }));

  test('a damaged status or a damaged certificate stops nothing', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      await simulate(directory, source, clock, 0.1);
      const store = createCertificateStore(directory);
      await writeFile(store.paths.status, '{"failedAt":');
      await truncate(path.join(store.paths.root, readlinkSync(store.paths.current)), 10);
      await simulate(directory, source, clock, 0.1);
      expect(source.attemptedAt).toHaveLength(2);
      expect((await store.load(clock.now()))?.damaged).toEqual([]);
    }));

  test('the key of session tickets is made, and replaced after a day', () =>
    withDirectory(async (directory) => {
      const store = createCertificateStore(directory);
      const clock = createManualClock(new Date());
      const source = createFakeSource({ clock });
      await simulate(directory, source, clock, 0.1);
      const first = await store.loadTicketKey();
      expect(first).toHaveLength(48);
      await simulate(directory, source, clock, 0.5);
      expect(await store.loadTicketKey()).toEqual(first);
      await simulate(directory, source, clock, 1);
      expect(await store.loadTicketKey()).not.toEqual(first);
      expect(((await stat(store.paths.ticketKey)).mode & 0o777).toString(8)).toBe('600');
    }));
});
