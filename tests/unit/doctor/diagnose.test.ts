import type { Context } from '../../../server/doctor/context';
import { diagnose } from '../../../server/doctor/diagnose';
import { printTree } from '../../../server/doctor/print';
import type { AnyProbe } from '../../../server/doctor/probe';
import { PROBES } from '../../../server/doctor/probes';
import { FAULTS } from '../../../server/health/catalogue';
import { LAYERS, type Layer } from '../../../server/health/layers';
import { hostsOf } from '../../../server/hosts';
import { systemClock } from '../../../server/process/clock';

const CONTEXT: Context = {
  target: { hosts: hostsOf('shop.test'), httpPort: 80, httpsPort: 443, shopPort: 3001, isPublic: true },
  clock: systemClock,
  reach: { resolvers: [], extraRoots: [], rdapBootstrapUrl: 'https://rdap.test/dns.json' },
  inside: null,
  cloud: null,
};

/** The doctor's own, which look at nothing. */
const BLIND = PROBES.map((one): AnyProbe => ({ ...one, gather: () => Promise.reject(new Error('not here')) }));

async function plannedFor(layer: Layer): Promise<readonly string[]> {
  let planned: readonly string[] = [];
  await diagnose(CONTEXT, {
    ...{ views: ['outside', 'inside', 'cloud'], only: [layer], probes: BLIND },
    plan: (probes) => {
      planned = probes.map(({ fact }) => fact);
    },
  });
  return planned;
}

test.each(LAYERS)('with --only %s each row of it is judged that can be, whoever gathers its facts', async (layer) => {
  const planned = await plannedFor(layer);
  const needed = FAULTS.filter((row) => row.layer === layer).flatMap(({ needs }) => needs as readonly string[]);
  const gathered = new Set<string>(PROBES.map(({ fact }) => fact));
  expect([...new Set(needed)].filter((fact) => gathered.has(fact) && !planned.includes(fact))).toEqual([]);
});

test('of other layers nothing is looked at but what is needed', async () => {
  const planned = await plannedFor('backups');
  expect(planned).not.toContain('handshakes');
  expect(planned.length).toBeLessThan(PROBES.length / 2);
});

test('why the account at AWS was not asked is told where it would be', async () => {
  const looked = await diagnose(
    { ...CONTEXT, cloudProblem: 'nobody is signed in to AWS here' },
    { views: ['outside'], probes: BLIND },
  );
  const told = looked.layers.filter(({ unlooked }) => unlooked.includes('nobody is signed in to AWS here'));
  expect(told.map(({ layer, state }) => [layer, state])).toEqual([['cloud', 'unknown']]);
  const tree = printTree(looked, { locale: 'ko', coloured: false, columns: null });
  expect(tree.match(/nobody is signed in to AWS here/g)).toHaveLength(1);
});
