/** The whole laboratory: every fault, two at once, and a healthy shop a hundred times. Writes what was said into docs. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectPaths } from '../../server/config/paths';
import { runLaboratory } from '../setup/laboratory';
import { FAULTS, PAIRS } from '../setup/laboratory/faults';
import { confusionTable, firstOf, pairsTable } from '../setup/laboratory/judgement';
import type { Line } from '../setup/laboratory/run';

const HEALTHY_RUNS = 100;
const PAGE = path.join(projectPaths().root, 'docs', 'doctor-laboratory.md');

let lines: readonly Line[];
beforeAll(async () => {
  lines = await runLaboratory(
    { faults: null, pairs: true, healthyRuns: HEALTHY_RUNS },
    ({ kind, name, tookMs, ...line }) => {
      const said =
        line.failed?.split('\n', 1)[0] ?? [line.inside, line.outside].map((one) => firstOf(one) ?? '–').join(' / ');
      process.stderr.write(`${kind} ${name}: ${(tookMs / 1000).toFixed(1)} s, ${said}\n`);
    },
  );
  writeFileSync(PAGE, pageOf(lines));
}, 3_600_000);

const of = (kind: Line['kind']): readonly Line[] => lines.filter((one) => one.kind === kind);

function pageOf(said: readonly Line[]): string {
  const healthy = said.filter(({ kind }) => kind === 'healthy');
  const times = healthy.map(({ inside }) => inside!.tookMs).sort((a, b) => a - b);
  const found = healthy.filter(({ inside, outside }) => firstOf(inside) !== null || firstOf(outside) !== null).length;
  const at = (share: number): string => ((times[Math.floor((times.length - 1) * share)] ?? 0) / 1000).toFixed(1);
  return `# What the doctor said in its laboratory

Written by \`npm run test:long\` (tests/long/doctor.test.ts); the faults are in tests/setup/laboratory/faults, each made for
real in network namespaces: a signed tree of names, a registry, a certificate authority, and the four processes on a machine
behind a cloud's firewall. **Bold** is what should not have been said first. A dash: nothing is found, as nothing of it is
seen from there.

The healthy shop: ${healthy.length} runs, ${found} with a finding; half of them took at most ${at(0.5)} s, all ${at(1)} s.

<!-- prettier-ignore-start -->

## Each fault

${confusionTable(said)}

## Two at once

The one that is nearer to the visitor has to be said first.

${pairsTable(said)}

<!-- prettier-ignore-end -->
`;
}

test(`the healthy shop, ${HEALTHY_RUNS} times: nothing is found`, () => {
  const found = of('healthy').flatMap(({ inside, outside }) => [...outside!.findings, ...inside!.findings]);
  expect(of('healthy')).toHaveLength(HEALTHY_RUNS);
  expect(found).toEqual([]);
});

test('every fault is made, looked at and undone', () => {
  expect(lines.flatMap(({ name, failed }) => (failed === undefined ? [] : [`${name}: ${failed}`]))).toEqual([]);
  expect(of('fault')).toHaveLength(FAULTS.length);
  expect(FAULTS.length).toBeGreaterThanOrEqual(60);
});

test.each(FAULTS)('$name: $id first on the machine, $outside from outside', ({ name, id, outside }) => {
  const line = of('fault').find((one) => one.name === name);
  expect([firstOf(line?.inside), firstOf(line?.outside)]).toEqual([id, outside]);
});

test.each(PAIRS)('$0.name and $1.name: the first comes first', (upper, lower) => {
  const line = of('pair').find(({ name }) => name === `${upper.name} + ${lower.name}`);
  expect(firstOf(line?.inside)).toBe(upper.id);
});
