/** The doctor in the laboratory: a healthy shop, and faults of every layer, each made for real (tests/setup/laboratory). */
import { runLaboratory } from '../setup/laboratory';
import { FAULTS, STORY } from '../setup/laboratory/faults';
import { firstOf } from '../setup/laboratory/judgement';
import type { Line } from '../setup/laboratory/run';

const ASKED = [
  'held by the registry',
  'no name',
  'addresses of another machine',
  'a key at the registry that the zone hasn’t',
  '443 is closed in the cloud',
  '80 is closed by the machine',
  'a certificate without one of the names',
  'a circle of redirects',
  'a page kept by a stranger',
  'the worker is dead',
  'Postgres is dead',
  'the last backup failed',
  ...STORY.map(({ name }) => name),
];
const STORY_MS = 10_000;

let lines: readonly Line[];
beforeAll(async () => void (lines = await runLaboratory({ faults: ASKED, pairs: false, healthyRuns: 1 })), 280_000);

const lineOf = (kind: Line['kind'], name: string): Line => {
  const line = lines.find((one) => one.kind === kind && one.name === name);
  expect(line?.failed).toBeUndefined();
  return line!;
};

test('a healthy shop: nothing is found, from outside and on its machine', () => {
  const { outside, inside } = lineOf('healthy', '1');
  expect(outside?.findings).toEqual([]);
  expect(inside?.findings).toEqual([]);
});

test.each(FAULTS.filter(({ name }) => ASKED.includes(name)))('$name', ({ name, id, outside }) => {
  const line = lineOf('fault', name);
  expect([firstOf(line.inside), firstOf(line.outside)]).toEqual([id, outside]);
});

test.each(STORY)('the origin story, in Korean and in time: $name', ({ name }) => {
  const { outside } = lineOf('fault', name);
  expect(outside!.findings[0]!.owner.ko).toMatch(/\p{Script=Hangul}/u);
  expect(outside!.tookMs).toBeLessThan(STORY_MS);
});
