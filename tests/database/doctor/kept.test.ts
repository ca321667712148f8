import { createDoctor, askForLook, lastDiagnosis } from '../../../server/doctor/kept/service';
import type { Report } from '../../../server/doctor/report';
import { withDatabase } from '../../setup/database';
import { DISK, SICK, SILENT, WELL } from '../../setup/reports';

const database = withDatabase();
const never = new AbortController().signal;
const examining = (examine: (signal: AbortSignal) => Promise<Report>) => createDoctor({ pool: database.pool, examine });
const look = (report: Report): Promise<void> => examining(() => Promise.resolve(report)).look(never);
const diagnosis = () => lastDiagnosis(database.pool);
const waiting = () => database.value<number>`select count(*)::integer from graphile_worker.jobs where key = 'doctor'`;

beforeEach(() => database.run`delete from diagnoses; delete from graphile_worker._private_jobs`);

test('before the first look nothing is known', async () => {
  expect(await diagnosis()).toEqual({ report: null, changes: null, isUnderWay: false });
});

test('the last report is kept, and what came and went when something last did', async () => {
  await look(WELL);
  expect(await diagnosis()).toEqual({ report: WELL, changes: null, isUnderWay: false });
  const worse = { ...SICK, startedAt: '2026-11-30T06:00:00.000Z' };
  await look(worse);
  const began = SICK.findings.flatMap((one) => [one, ...one.explains]).map(({ id }) => id);
  const { changes } = await diagnosis();
  expect(changes!.at).toEqual(new Date(worse.startedAt));
  expect(changes!.began.map(({ id }) => id)).toEqual(began);
  expect(changes!.began[0]).toEqual({ id: SILENT.id, layer: SILENT.layer, owner: SILENT.owner });
  expect(changes!.ended).toEqual([]);
  await look({ ...worse, startedAt: '2026-11-30T07:00:00.000Z' });
  expect((await diagnosis()).changes).toEqual(changes);
  await look({ ...WELL, startedAt: '2026-11-30T08:00:00.000Z', findings: [DISK] });
  const later = (await diagnosis()).changes!;
  expect(later.began).toEqual([]);
  expect(later.ended.map(({ id }) => id)).toEqual(began.filter((id) => id !== DISK.id));
});

test('of two that look at once, one does; what was cut off is begun again', async () => {
  let release = (): void => undefined;
  const held = new Promise<Report>((resolve) => (release = () => resolve(WELL)));
  const first = examining(() => held).look(never);
  while (!(await diagnosis()).isUnderWay);
  await examining(() => Promise.reject(new Error('a second one looks'))).look(never);
  release();
  await first;
  expect(await diagnosis()).toMatchObject({ report: WELL, isUnderWay: false });
  await database.run`update diagnoses set looking_since = now() - interval '3 minutes'`;
  expect((await diagnosis()).isUnderWay).toBe(false);
  await look(SICK);
  expect((await diagnosis()).report).toEqual(SICK);
});

test('a look that fails or is stopped leaves the last report, and the way free for the next', async () => {
  await look(WELL);
  await expect(examining(() => Promise.reject(new Error('no luck'))).look(never)).rejects.toThrow('no luck');
  const stopped = examining(() => Promise.resolve(SICK)).look(AbortSignal.abort(new Error('the process ends')));
  await expect(stopped).rejects.toThrow('the process ends');
  expect(await diagnosis()).toEqual({ report: WELL, changes: null, isUnderWay: false });
});

test('asked for again and again, it waits once', async () => {
  expect(await askForLook(database.pool)).toBe(true);
  expect(await askForLook(database.pool)).toBe(false);
  expect(await waiting()).toBe(1);
  expect((await diagnosis()).isUnderWay).toBe(true);
});

test('a report of another version is as good as none', async () => {
  await look({ ...WELL, version: 0 as 1 });
  expect((await diagnosis()).report).toBeNull();
});
