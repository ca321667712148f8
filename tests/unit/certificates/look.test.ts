import pino from 'pino';
import { beginAttempt, endAttempt } from '../../../server/certificates/attempts';
import { formatBundle, readBundle } from '../../../server/certificates/bundle';
import { issueServerCertificate } from '../../../server/certificates/issue';
import { createLook, idleMs } from '../../../server/certificates/look';
import { createNamesWatch } from '../../../server/certificates/names-watch';
import { createStatusRecord } from '../../../server/certificates/status-record';
import { createFakeSource, NAMES, ORIGIN, type FakeSource } from './support/simulation';
import { createManualClock, daysFrom, NOW } from './support/temporary';

const HOUR_MS = 60 * 60 * 1000;
const clock = createManualClock();

function recordOf() {
  return createStatusRecord({ file: '/nowhere', about: ORIGIN, stagingDirectoryUrl: null, clock });
}

async function lookAt(source: FakeSource, endsInDays: number, about = ORIGIN) {
  const record = recordOf();
  const validity = { notBefore: daysFrom(NOW, endsInDays - 90), notAfter: daysFrom(NOW, endsInDays) };
  const bundle = await readBundle(formatBundle(ORIGIN, await issueServerCertificate({ names: NAMES, ...validity })));
  const look = createLook({
    source,
    store: { load: () => Promise.resolve({ bundle, linked: true, damaged: ['1.pem is empty'] }) },
    record,
    about,
    clock,
    reports: { note: jest.fn() },
    names: { haveCome: () => false, areAwaited: () => false },
  });
  return { record, look };
}

test('what is wrong is on record, also where the source can not say whether a new one is needed', async () => {
  const source = createFakeSource({ clock });
  source.needsNew = () => Promise.reject(new Error('the files are missing'));
  const { record, look } = await lookAt(source, 80);
  await expect(look()).rejects.toThrow('the files are missing');
  expect(record.current().problems).toEqual([expect.stringContaining('1.pem is empty')]);
  expect(record.current().certificate?.origin).toBe(ORIGIN);
});

test.each([
  ['in use', 80, ORIGIN, NOW],
  ['that has expired', -1, ORIGIN, null],
  ['of another CA', 80, 'acme https://other.test/directory', null],
])('the CA is asked about the renewal of a certificate %s as it can be', async (_which, endsInDays, about, askAt) => {
  const source = createFakeSource({ clock, askRenewalInfo: () => ({ failures: 0 }) as never });
  const { look } = await lookAt(source, endsInDays, about);
  expect(await look()).toMatchObject({ askAt, need: endsInDays > 0 ? null : { urgent: true } });
});

const calm = { now: NOW, unlinked: false, plan: null, need: null, next: null, askAt: null, awaitsNames: false };
const inHours = (hours: number): Date => daysFrom(NOW, hours / 24);
const plan = { by: 'lifetime', dueAt: inHours(3), emergencyAt: inHours(9) } as const;
const needed = { ...calm, need: { reason: 'there is none yet', urgent: true } };
const waiting = { ...needed, next: { at: inHours(2), directory: 'production' } } as const;

test.each([
  ['nothing is due: until the source is asked again', calm, 6],
  ['a renewal is due before: until then', { ...calm, plan }, 3],
  ['the CA is to be asked before: until then', { ...calm, plan, askAt: inHours(1) }, 1],
  ['one is needed that nobody has to wait for: now', needed, 0],
  ['an order has to wait: until it may be tried', waiting, 2],
  ['an order is overdue: now', { ...waiting, now: inHours(4) }, 0],
  ['the names are waited for: until they are looked for', { ...waiting, awaitsNames: true }, 30 / 3600],
])('nothing has to be done while %s', (_while, sight, hours) => {
  expect(idleMs(sight, 6 * HOUR_MS)).toBe(hours * HOUR_MS);
});

test('names are asked for only where the last order failed for them and one is needed, until they have come', async () => {
  const record = recordOf();
  const lookForNames = jest.fn(() => Promise.resolve({ reached: true, slowDns: false }));
  const names = createNamesWatch({ source: { lookForNames }, record, logger: pino({ level: 'silent' }) });
  const { signal } = new AbortController();
  await names.look(signal);
  const failed = { outcome: 'failed', endedAt: NOW, ordered: true, reached: false } as const;
  record.change({ attempts: endAttempt(beginAttempt([], 'production', NOW), failed) });
  expect(names.areAwaited()).toBe(true);
  await names.look(signal);
  expect(lookForNames).not.toHaveBeenCalled();
  record.change({ need: 'there is none yet' });
  await names.look(signal);
  await names.look(signal);
  expect(lookForNames).toHaveBeenCalledTimes(1);
  expect([names.haveCome(), names.areAwaited()]).toEqual([true, false]);
  record.change({ attempts: [] });
  await names.look(signal);
  expect(names.haveCome()).toBe(false);
});
