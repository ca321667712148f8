import { episodesOf, QUIET_MS, type Episodes } from '../../../server/alarms/episodes';
import type { Alarm, Trouble } from '../../../server/alarms/model';
import { LOOK_MS } from '../../../server/alarms/troubles';
import { LATE_BACKUP_MS } from '../../../server/health/faults/backups';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START = Date.parse('2026-11-23T03:00:00Z');

const trouble = (changes: Partial<Trouble> = {}): Trouble => ({
  ...{ kind: 'disk', cause: 'low', said: null, lastAt: null, freeBytes: 1, totalBytes: 100, finding: null },
  patienceMs: 4 * MINUTE_MS,
  ...changes,
});
const certificate = trouble({ kind: 'certificate', cause: 'failing', patienceMs: HOUR_MS });

/** Looks one after the other, each told of when there is something to tell. */
function watcher({ tells = true }: { readonly tells?: boolean } = {}) {
  let known: readonly Alarm[] = [];
  let at = START;
  const kinds = (alarms: readonly Alarm[]): string[] => alarms.map(({ kind }) => kind);
  return {
    known: () => known,
    /** @returns what a letter would be about; null: there is none */
    look: (troubles: readonly Trouble[], { afterMs = LOOK_MS }: { readonly afterMs?: number } = {}) => {
      at += afterMs;
      const now = new Date(at);
      const episodes: Episodes = episodesOf(known, troubles, now);
      const told = [...episodes.begun, ...episodes.lasting];
      known = episodes.alarms.map((alarm) =>
        tells && episodes.isNews && told.includes(alarm) ? { ...alarm, toldAt: now } : alarm,
      );
      if (!episodes.isNews) return null;
      return { begun: kinds(episodes.begun), lasting: kinds(episodes.lasting), over: kinds(episodes.over) };
    },
  };
}

/** Of the disk, at the second look. */
function watcherThatTold() {
  const watching = watcher();
  watching.look([trouble()]);
  expect(watching.look([trouble()])).toMatchObject({ begun: ['disk'] });
  return watching;
}

const NOTHING = { begun: [], lasting: [], over: [] };

test('what is seen once and never again is told to nobody', () => {
  const { look, known } = watcher();
  expect([look([trouble()]), look([]), look([trouble()]), look([])]).toEqual([null, null, null, null]);
  expect(known()).toEqual([]);
});

test('a certificate is told of when its trouble has lasted an hour', () => {
  const { look } = watcher();
  for (let i = 0; i < 12; i++) expect(look([certificate])).toBeNull();
  expect(look([certificate])).toEqual({ ...NOTHING, begun: ['certificate'] });
});

test('two looks with a long time between them are two blips, but for what was never done', () => {
  const never = trouble({ kind: 'backup', cause: 'late', patienceMs: LATE_BACKUP_MS });
  const { look } = watcher();
  look([trouble(), never]);
  expect(look([trouble(), never], { afterMs: LATE_BACKUP_MS })).toEqual({ ...NOTHING, begun: ['backup'] });
  expect(look([trouble(), never])).toEqual({ ...NOTHING, begun: ['disk'], lasting: ['backup'] });
});

test('it is told again when a day has passed, whenever the looks are', () => {
  const { look } = watcherThatTold();
  let looks = 0;
  const reminders: number[] = [];
  while (reminders.length < 3) {
    looks += 1;
    const said = look([trouble()], { afterMs: LOOK_MS + (looks % 2 === 0 ? 3_000 : -3_000) });
    if (said) expect(said).toEqual({ ...NOTHING, lasting: ['disk'] });
    if (said) reminders.push(looks);
  }
  const aDay = DAY_MS / LOOK_MS;
  expect(reminders).toEqual([aDay, 2 * aDay, 3 * aDay]);
});

test('what lasts is told along with what begins, and then not again for a day', () => {
  const { look } = watcherThatTold();
  for (let i = 0; i < 12; i++) look([trouble(), certificate]);
  expect(look([trouble(), certificate])).toEqual({ ...NOTHING, begun: ['certificate'], lasting: ['disk'] });
  expect(look([trouble(), certificate], { afterMs: 23 * HOUR_MS })).toBeNull();
  expect(look([trouble(), certificate], { afterMs: HOUR_MS })).toEqual({
    ...NOTHING,
    lasting: ['disk', 'certificate'],
  });
});

test('it is over when it was away for half an hour, and that is told once', () => {
  const { look, known } = watcherThatTold();
  for (let i = 0; i < QUIET_MS / LOOK_MS; i++) expect(look([])).toBeNull();
  expect(known()[0]).toMatchObject({ kind: 'disk', absentSince: new Date(START + 3 * LOOK_MS) });
  expect(look([])).toEqual({ ...NOTHING, over: ['disk'] });
  expect(look([])).toBeNull();
  expect(known()).toEqual([]);
});

test('what comes and goes within half an hour is one trouble, told once', () => {
  const { look } = watcherThatTold();
  for (let i = 0; i < 100; i++) expect(look(i % 6 === 0 ? [trouble()] : [])).toBeNull();
});

test('after its end it begins anew', () => {
  const { look } = watcherThatTold();
  look([], { afterMs: QUIET_MS });
  expect(look([], { afterMs: QUIET_MS })).toEqual({ ...NOTHING, over: ['disk'] });
  expect(look([trouble()])).toBeNull();
  expect(look([trouble()])).toEqual({ ...NOTHING, begun: ['disk'] });
});

test('where nobody is there to be told, it stays untold until somebody is; and its end is told to nobody', () => {
  const { look, known } = watcher({ tells: false });
  look([trouble()]);
  for (let i = 0; i < 3; i++) expect(look([trouble()])).toEqual({ ...NOTHING, begun: ['disk'] });
  expect(known()[0]).toMatchObject({ toldAt: null, beganAt: new Date(START + 2 * LOOK_MS) });
  look([]);
  expect(look([], { afterMs: QUIET_MS })).toBeNull();
  expect(known()).toEqual([]);
});

test('it is remembered since when it was seen first, with what is known of it now', () => {
  const { look, known } = watcher();
  look([trouble({ freeBytes: 9 })]);
  look([trouble({ freeBytes: 5, cause: 'low' })]);
  expect(known()).toEqual([
    expect.objectContaining({
      since: new Date(START + LOOK_MS),
      freeBytes: 5,
      lookedAt: new Date(START + 2 * LOOK_MS),
    }),
  ]);
});
