import { mkdir, readdir, rm, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readlinkSync } from 'node:fs';
import pino from 'pino';
import { issueServerCertificate } from '../../../server/certificates/issue';
import { createCertificateManager } from '../../../server/certificates/manager';
import { SourceError } from '../../../server/certificates/source';
import { readStatus, type CertificateStatus } from '../../../server/certificates/status';
import { createCertificateStore } from '../../../server/certificates/store';
import {
  createFakeSource,
  NAMES,
  ORIGIN,
  simulate as simulation,
  type LogLine,
  type ManualClock,
} from './support/simulation';
import type { CertificateSource } from '../../../server/certificates/source';
import { createManualClock, daysFrom, withDirectory } from './support/temporary';

const MINUTE_MS = 60 * 1000;

const simulate = (directory: string, source: CertificateSource, clock: ManualClock, days: number): Promise<LogLine[]> =>
  simulation({ directory, source, clock, days });

async function statusIn(directory: string): Promise<CertificateStatus> {
  const status = await readStatus(createCertificateStore(directory).paths.status);
  if (!status) throw new Error('there is no status');
  return status;
}

describe('the manager of certificates', () => {
  test('after a failure it waits as the schedule says, tells the reason and the time, and goes on', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      source.failWith = new SourceError('the CA refused essence-aura.test: no address');
      const lines = await simulate(directory, source, clock, 0.4);
      const failures = lines.filter((line) => line['msg'] === 'no new certificate');
      expect(failures[0]).toMatchObject({ reason: 'the CA refused essence-aura.test: no address', attempt: 1 });
      const gaps = source.ordered
        .slice(1)
        .map(({ at }, i) => (at.getTime() - source.ordered[i]!.at.getTime()) / MINUTE_MS);
      expect(gaps.slice(0, 4).map(Math.round)).toEqual([1, 2, 2, 5]);
      expect(failures.every((line) => typeof line['nextAttemptAt'] === 'string')).toBe(true);
    }));

  test('a restart does not begin the schedule anew, a success does', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      source.failWith = new Error('down');
      await simulate(directory, source, clock, 0.1);
      expect((await statusIn(directory)).attempts.length).toBeGreaterThan(4);
      const restartedAt = clock.now();
      await simulate(directory, source, clock, 0.05);
      const soon = source.ordered.filter(({ at }) => at > restartedAt && at < daysFrom(restartedAt, 0.01));
      expect(soon.length).toBeLessThanOrEqual(1);
      source.failWith = null;
      await simulate(directory, source, clock, 1);
      const status = await statusIn(directory);
      expect(status).toMatchObject({ reason: null, need: null, nextAttemptAt: null });
      expect(status.attempts.at(-1)).toMatchObject({ outcome: 'passed', directory: 'production' });
    }));

  test('it does not ask again before the CA allows it', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      const allowedAt = daysFrom(clock.now(), 1.5);
      source.failWith = new SourceError('too many certificates', { notBefore: allowedAt });
      await simulate(directory, source, clock, 1.6);
      expect(source.ordered[1]!.at.getTime()).toBeGreaterThanOrEqual(allowedAt.getTime());
    }));

  test('a certificate that is of no use counts as a failure, not as a reason to order at once again', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      source.names = ['other.test'];
      const lines = await simulate(directory, source, clock, 0.02);
      expect(source.ordered.length).toBeLessThanOrEqual(5);
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
      expect(source.ordered.length).toBeGreaterThan(2);
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
      expect(source.ordered).toHaveLength(1);
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
      expect(source.ordered).toHaveLength(2);
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

  test('a key that was written while the clock was ahead is replaced too', () =>
    withDirectory(async (directory) => {
      const store = createCertificateStore(directory);
      const clock = createManualClock(daysFrom(new Date(), -30));
      const source = createFakeSource({ clock });
      await store.prepare(clock.now());
      await store.saveTicketKey(Buffer.alloc(48, 1));
      await simulate(directory, source, clock, 0.1);
      expect(await store.loadTicketKey()).not.toEqual(Buffer.alloc(48, 1));
    }));
});

describe('after a failed order', () => {
  const refused = new SourceError('the CA refused essence-aura.test: no address', { ordered: true });
  const stagingDirectoryUrl = 'https://staging.test/directory';

  test('the next go to staging until one passes there; then production is asked at once', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock, stagingDirectoryUrl });
      source.failWith = (_, now) => (now < daysFrom(source.ordered[0]!.at, 0.2) ? refused : null);
      const lines = await simulate(directory, source, clock, 1);
      const where = source.ordered.map((one) => one.directory);
      expect(where.length).toBeGreaterThan(5);
      expect(where).toEqual(['production', ...where.slice(2).map(() => 'staging'), 'production']);
      const [rehearsed, ordered] = source.ordered.slice(-2);
      expect(ordered!.at.getTime() - rehearsed!.at.getTime()).toBeLessThan(MINUTE_MS);
      expect(JSON.stringify(lines)).toContain('the rehearsal at the staging directory passed');
      expect((await statusIn(directory)).certificate?.origin).toBe(ORIGIN);
    }));

  test('what comes from staging is never in use, not even where there is nothing else', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock, stagingDirectoryUrl });
      source.failWith = (where) => (where === 'production' ? refused : null);
      await simulate(directory, source, clock, 1);
      expect(source.ordered.filter((one) => one.directory === 'staging').length).toBeGreaterThan(3);
      const store = createCertificateStore(directory);
      expect(await store.load(clock.now())).toBeNull();
      expect(await readdir(store.paths.bundles)).toEqual([]);
    }));

  test('status.json tells what happened at both, and a restart goes on from there', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock, stagingDirectoryUrl });
      source.failWith = refused;
      await simulate(directory, source, clock, 0.02);
      const before = await statusIn(directory);
      expect(before).toMatchObject({
        stagingDirectoryUrl,
        need: 'there is none yet',
        reason: 'the CA refused essence-aura.test: no address',
        nextDirectory: 'staging',
      });
      expect(before.attempts.map((one) => one.directory).slice(0, 3)).toEqual(['production', 'staging', 'staging']);
      expect(before.attempts.every(({ outcome, reason }) => outcome === 'failed' && reason === before.reason)).toBe(
        true,
      );
      const restarted = createFakeSource({ clock, stagingDirectoryUrl });
      await simulate(directory, restarted, clock, 0.2);
      expect(restarted.ordered[0]!.directory).toBe('staging');
      expect(restarted.ordered[0]!.at.getTime()).toBeGreaterThanOrEqual(before.nextAttemptAt!.getTime());
      expect(restarted.ordered[1]!.directory).toBe('production');
      expect((await statusIn(directory)).attempts.length).toBe(before.attempts.length + 2);
    }));

  test('a CA without a staging directory is asked again by the same schedule', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      source.failWith = refused;
      await simulate(directory, source, clock, 0.3);
      expect(source.ordered.every((one) => one.directory === 'production')).toBe(true);
    }));

  test('an order that was under way when the process was killed counts for the limit of an hour', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const started = clock.now();
      for (let i = 0; i < 5; i += 1) {
        const killed = createFakeSource({ clock });
        killed.obtain = async ({ begin }) => {
          await begin();
          throw new Error('killed');
        };
        const crash = await simulateKill(directory, killed, clock);
        expect(crash.attempts.at(-1)).toMatchObject({ outcome: 'running', endedAt: null });
        clock.advanceMs(MINUTE_MS);
      }
      const source = createFakeSource({ clock });
      await simulate(directory, source, clock, 0.1);
      expect(source.ordered[0]!.at.getTime() - started.getTime()).toBeGreaterThanOrEqual(60 * MINUTE_MS);
      expect((await statusIn(directory)).attempts.map(({ outcome }) => outcome)).toEqual([
        ...Array.from({ length: 5 }, () => 'interrupted'),
        'passed',
      ]);
    }));

  test('what failed while the clock was a year ahead does not hold up anything once it is right', () =>
    withDirectory(async (directory) => {
      const wrong = createManualClock(daysFrom(new Date('2027-03-01T12:00:00Z'), 365));
      const failing = createFakeSource({ clock: wrong });
      failing.failWith = refused;
      await simulate(directory, failing, wrong, 0.1);
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      await simulate(directory, source, clock, 0.3);
      expect(source.ordered).toHaveLength(1);
    }));
});

/** The manager’s own record at the moment of a `kill -9` in the middle of an order, left as it is on disk. */
async function simulateKill(
  directory: string,
  source: CertificateSource,
  clock: ManualClock,
): Promise<CertificateStatus> {
  const store = createCertificateStore(directory);
  const { obtain } = source;
  const begun = new Promise<string>((resolve) => {
    source.obtain = (options) =>
      obtain({
        ...options,
        async begin() {
          await options.begin();
          resolve(JSON.stringify(await readStatus(store.paths.status)));
          await new Promise((_resolve, reject) =>
            options.signal.addEventListener('abort', () => reject(new Error('end'))),
          );
        },
      });
  });
  const manager = createCertificateManager({ source, store, about: ORIGIN, clock, logger: pino({ level: 'silent' }) });
  await manager.start();
  const left = await begun;
  await manager.stop();
  await writeFile(store.paths.status, left);
  return (await readStatus(store.paths.status))!;
}

describe('a store that can not be written', () => {
  test('is said to be so, the process stays, and goes on as soon as it can', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock, immediate: true });
      const { root } = createCertificateStore(directory).paths;
      // In the way of the directory, for root as well.
      await writeFile(root, '');
      let sleeps = 0;
      const lines = await simulation({
        directory,
        source,
        clock,
        days: 0.1,
        async onSleep() {
          sleeps += 1;
          if (sleeps === 3) await unlink(root);
        },
      });
      const said = lines.filter((line) => String(line['msg']).includes('the certificate store can not be written'));
      expect(said).toHaveLength(1);
      expect(source.ordered).toHaveLength(1);
      expect(JSON.stringify(lines)).toContain('the certificate is looked after again');
      expect((await statusIn(directory)).certificate?.names).toEqual(NAMES);
    }));

  test('is no place to order for: what can not be noted is not begun', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      const store = createCertificateStore(directory);
      await store.prepare(clock.now());
      // Everything but the record can be written.
      await rm(store.paths.status, { force: true });
      await mkdir(store.paths.status);
      await simulate(directory, source, clock, 0.1);
      expect(source.ordered).toEqual([]);
    }));

  test('forgets no failure: one that could not be noted counts for the schedule', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      source.failWith = new SourceError('refused', { ordered: true });
      const { paths } = createCertificateStore(directory);
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
      await simulation({
        directory,
        source,
        clock,
        days: 0.05,
        onSleep: () => rm(paths.status, { recursive: true, force: true }),
      });
      const gaps = source.ordered.slice(1).map(({ at }, i) => at.getTime() - source.ordered[i]!.at.getTime());
      expect(gaps.slice(0, 4).map((ms) => Math.round(ms / MINUTE_MS))).toEqual([1, 2, 2, 5]);
    }));
});

describe('a clock that is wrong', () => {
  test('a certificate that is not valid yet is kept and used, and an operator is told', () =>
    withDirectory(async (directory) => {
      const right = createManualClock();
      const first = createFakeSource({ clock: right });
      await simulate(directory, first, right, 0.1);
      const behind = createManualClock(daysFrom(first.issued[0]!.from, -1 / 24));
      const source = createFakeSource({ clock: behind });
      const lines = await simulate(directory, source, behind, 0.01);
      expect(source.ordered).toEqual([]);
      expect(lines.find((line) => line['msg'] === 'a certificate needs attention')).toMatchObject({
        problem: expect.stringContaining('is not valid before'),
      });
      expect((await statusIn(directory)).problems).toEqual([expect.stringContaining('is the clock right?')]);
      await simulate(directory, source, behind, 0.1);
      expect((await statusIn(directory)).problems).toEqual([]);
    }));

  test('one that differs from the CA’s is a problem for the operator, until it is right', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      let aheadSeconds = 3600;
      source.comparedClock = () => ({ comparedWith: 'ca.test', comparedAt: clock.now(), aheadSeconds });
      const lines = await simulate(directory, source, clock, 0.5);
      expect((await statusIn(directory)).problems).toEqual([
        expect.stringMatching(/^this machine's clock is 60 min ahead of that of ca\.test/),
      ]);
      expect(lines.filter((line) => line['msg'] === 'a certificate needs attention')).toHaveLength(1);
      aheadSeconds = 2;
      await simulate(directory, source, clock, 0.5);
      expect((await statusIn(directory)).problems).toEqual([]);
    }));
});

describe('status.json', () => {
  test('tells what is in use, when it will be renewed and why, and what is damaged', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      await simulate(directory, source, clock, 1);
      const status = await statusIn(directory);
      expect(status).toMatchObject({
        about: ORIGIN,
        problems: [],
        need: null,
        doing: null,
        certificate: { origin: ORIGIN, names: NAMES },
        renewal: { by: 'lifetime' },
        succeededAt: source.ordered[0]!.at,
      });
      const store = createCertificateStore(directory);
      await store.install(
        ORIGIN,
        await issueServerCertificate({ names: NAMES, notBefore: clock.now(), notAfter: daysFrom(clock.now(), 90) }),
        clock.now(),
      );
      await truncate(path.join(store.paths.root, readlinkSync(store.paths.current)), 100);
      await simulate(directory, source, clock, 1);
      expect((await statusIn(directory)).problems).toEqual([
        expect.stringMatching(/^a stored certificate can not be used, an earlier one is used: .*\.pem/),
      ]);
      expect((await statusIn(directory)).certificate?.fingerprint).toBe(status.certificate?.fingerprint);
    }));

  test('calls it an emergency when the last sixth of the lifetime has begun', () =>
    withDirectory(async (directory) => {
      const clock = createManualClock();
      const source = createFakeSource({ clock });
      await simulate(directory, source, clock, 1);
      source.failWith = new Error('down');
      await simulate(directory, source, clock, 76);
      expect((await statusIn(directory)).problems).toEqual([expect.stringContaining('no new one could be had so far')]);
      await simulate(directory, source, clock, 20);
      expect((await statusIn(directory)).problems).toEqual([
        expect.stringContaining('the certificate in use ended on'),
      ]);
    }));
});
