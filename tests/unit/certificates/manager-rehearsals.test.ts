import { readdir, writeFile } from 'node:fs/promises';
import { SourceError } from '../../../server/certificates/source-error';
import { readStatus, type CertificateStatus } from '../../../server/certificates/status';
import { createCertificateStore, type CertificateStore } from '../../../server/certificates/store';
import { withDirectory } from '../../setup/directory';
import {
  createFakeSource,
  managerIn,
  ORIGIN,
  runDays,
  statusIn,
  type FakeSource,
  type ManualClock,
} from './support/simulation';
import { createManualClock, daysFrom } from './support/temporary';

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

describe('after a failed order', () => {
  const refused = new SourceError('the CA refused essence-aura.test: no address', { ordered: true });
  const stagingDirectoryUrl = 'https://staging.test/directory';

  test('the next go to staging until one passes there; then production is asked at once', async () => {
    source = createFakeSource({ clock, stagingDirectoryUrl });
    source.failWith = (_, now) => (now < daysFrom(source.ordered[0]!.at, 0.2) ? refused : null);
    const lines = await runDays(directory.path, source, clock, 1);
    const where = source.ordered.map((one) => one.directory);
    expect(where.length).toBeGreaterThan(5);
    expect(where).toEqual(['production', ...where.slice(2).map(() => 'staging'), 'production']);
    const [rehearsed, ordered] = source.ordered.slice(-2);
    expect(ordered!.at.getTime() - rehearsed!.at.getTime()).toBeLessThan(MINUTE_MS);
    expect(JSON.stringify(lines)).toContain('the rehearsal at the staging directory passed');
    expect((await statusIn(directory.path)).certificate?.origin).toBe(ORIGIN);
  });

  test('what comes from staging is never in use, not even where there is nothing else', async () => {
    source = createFakeSource({ clock, stagingDirectoryUrl });
    source.failWith = (where) => (where === 'production' ? refused : null);
    await runDays(directory.path, source, clock, 1);
    expect(source.ordered.filter((one) => one.directory === 'staging').length).toBeGreaterThan(3);
    expect(await store.load(clock.now())).toBeNull();
    expect(await readdir(store.paths.bundles)).toEqual([]);
  });

  test('status.json tells what happened at both, and a restart goes on from there', async () => {
    source = createFakeSource({ clock, stagingDirectoryUrl });
    source.failWith = refused;
    await runDays(directory.path, source, clock, 0.02);
    const before = await statusIn(directory.path);
    expect(before).toMatchObject({
      stagingDirectoryUrl,
      need: 'there is none yet',
      reason: 'the CA refused essence-aura.test: no address',
      nextDirectory: 'staging',
    });
    expect(before.attempts.map((one) => one.directory).slice(0, 3)).toEqual(['production', 'staging', 'staging']);
    expect(before.attempts.every(({ outcome, reason }) => outcome === 'failed' && reason === before.reason)).toBe(true);
    const restarted = createFakeSource({ clock, stagingDirectoryUrl });
    await runDays(directory.path, restarted, clock, 0.2);
    expect(restarted.ordered[0]!.directory).toBe('staging');
    expect(restarted.ordered[0]!.at.getTime()).toBeGreaterThanOrEqual(before.nextAttemptAt!.getTime());
    expect(restarted.ordered[1]!.directory).toBe('production');
    expect((await statusIn(directory.path)).attempts.length).toBe(before.attempts.length + 2);
  });

  test('a CA without a staging directory is asked again by the same schedule', async () => {
    source.failWith = refused;
    await runDays(directory.path, source, clock, 0.3);
    expect(source.ordered.every((one) => one.directory === 'production')).toBe(true);
  });

  test('an order that was under way when the process was killed counts for the limit of an hour', async () => {
    const started = clock.now();
    for (let i = 0; i < 5; i += 1) {
      const killed = createFakeSource({ clock });
      killed.obtain = async ({ begin }) => {
        await begin();
        throw new Error('killed');
      };
      const crash = await simulateKill(killed);
      expect(crash.attempts.at(-1)).toMatchObject({ outcome: 'running', endedAt: null });
      clock.advanceMs(MINUTE_MS);
    }
    await runDays(directory.path, source, clock, 0.1);
    expect(source.ordered[0]!.at.getTime() - started.getTime()).toBeGreaterThanOrEqual(60 * MINUTE_MS);
    expect((await statusIn(directory.path)).attempts.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 5 }, () => 'interrupted'),
      'passed',
    ]);
  });

  test('what failed while the clock was a year ahead does not hold up anything once it is right', async () => {
    const wrong = createManualClock(daysFrom(new Date('2027-03-01T12:00:00Z'), 365));
    const failing = createFakeSource({ clock: wrong });
    failing.failWith = refused;
    await runDays(directory.path, failing, wrong, 0.1);
    await runDays(directory.path, source, clock, 0.3);
    expect(source.ordered).toHaveLength(1);
  });
});

/** The manager’s own record at the moment of a `kill -9` in the middle of an order, left as it is on disk. */
async function simulateKill(killed: FakeSource): Promise<CertificateStatus> {
  const { obtain } = killed;
  const begun = new Promise<string>((resolve) => {
    killed.obtain = (options) =>
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
  const manager = managerIn(directory.path, killed, clock);
  await manager.start();
  const left = await begun;
  await manager.stop();
  await writeFile(store.paths.status, left);
  return (await readStatus(store.paths.status))!;
}
