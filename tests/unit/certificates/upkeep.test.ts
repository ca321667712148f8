import { mkdir, rm } from 'node:fs/promises';
import pino from 'pino';
import { createAttemptNotes } from '../../../server/certificates/attempt-notes';
import { withLock } from '../../../server/certificates/lock';
import { createReports } from '../../../server/certificates/reports';
import { createStatusRecord } from '../../../server/certificates/status-record';
import { createCertificateStore } from '../../../server/certificates/store';
import { createUpkeep } from '../../../server/certificates/upkeep';
import { withDirectory } from '../../setup/directory';
import { createFakeSource, ORIGIN, statusIn } from './support/simulation';
import { createManualClock } from './support/temporary';

const clock = createManualClock();
const directory = withDirectory();

async function createUpkeepHere() {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  const store = createCertificateStore(directory.path);
  await store.prepare(clock.now());
  const record = createStatusRecord({ file: store.paths.status, about: ORIGIN, stagingDirectoryUrl: null, clock });
  const source = createFakeSource({ clock });
  const shared = { source, store, record, about: ORIGIN, clock, logger };
  const { signal } = new AbortController();
  const step = createUpkeep({ ...shared, reports: createReports(logger, 'acme'), signal });
  return { ...shared, step, lines };
}

test('while another process makes a certificate it orders none, and looks again in a second', async () => {
  const { step, source, store, lines } = await createUpkeepHere();
  const waited = await withLock(store.paths.lock, async () => [await step(), await step()]);
  expect(waited).toEqual([1000, 1000]);
  expect(lines.filter((line) => line.includes('waiting for it'))).toHaveLength(1);
  expect(await step()).toBe(source.checkEveryMs);
  expect(source.ordered).toHaveLength(1);
});

test('an attempt is on disk before it begins, and what can not be put there is not begun', async () => {
  const { record, store, logger } = await createUpkeepHere();
  const notes = createAttemptNotes(record, clock, logger);
  await notes.begin('production');
  expect(await statusIn(directory.path)).toMatchObject({
    doing: 'ordering a certificate at the production directory',
    attempts: [{ outcome: 'running', directory: 'production' }],
  });
  notes.end('failed', { reason: 'refused' });
  await rm(store.paths.status);
  await mkdir(store.paths.status);
  await expect(notes.begin('staging')).rejects.toThrow('can not be written');
  await notes.say('waiting');
  expect(record.current()).toMatchObject({ doing: 'waiting', attempts: [{ reason: 'refused' }, {}] });
});
