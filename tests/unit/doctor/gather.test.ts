import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../../server/doctor/context';
import { gather } from '../../../server/doctor/gather';
import type { AnyProbe } from '../../../server/doctor/probe';
import { hostsOf } from '../../../server/hosts';
import { systemClock } from '../../../server/process/clock';

const CONTEXT: Context = {
  target: { hosts: hostsOf('shop.test'), httpPort: 80, httpsPort: 443, shopPort: 3001, isPublic: true },
  clock: systemClock,
  reach: { resolvers: [], extraRoots: [], rdapBootstrapUrl: 'https://rdap.test/dns.json' },
  inside: null,
};

const probe = (fact: string, more: Partial<AnyProbe> = {}): AnyProbe => ({
  ...{ fact, layer: 'dns', view: 'outside', deadlineMs: 1_000, after: [], gather: () => Promise.resolve(fact) },
  ...more,
});
const run = async (probes: readonly AnyProbe[], signal = new AbortController().signal) => {
  const told: unknown[] = [];
  const { facts, looked } = await gather(probes, CONTEXT, { signal, tell: ({ probe: { fact } }) => told.push(fact) });
  return { facts, told, reasons: Object.fromEntries(looked.map(({ probe: { fact }, reason }) => [fact, reason])) };
};

test('a probe is run once it knows what it needs, and once however many need it', async () => {
  const order: string[] = [];
  const noting = (fact: string, after: string[]): AnyProbe =>
    probe(fact, {
      after,
      gather: async (_context, known: Record<string, unknown>) => {
        await sleep(5);
        expect(after.map((name) => known[name])).toEqual(after);
        order.push(fact);
        return fact;
      },
    });
  const { facts, told } = await run([noting('c', ['b', 'a']), noting('b', ['a']), noting('a', []), noting('d', ['a'])]);
  expect(order[0]).toBe('a');
  expect(order.indexOf('c')).toBe(3);
  expect([...told].sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(facts).toMatchObject({ a: 'a', b: 'b', c: 'c', d: 'd' });
});

test('one that fails says why, and nothing is known of what needs it; the others are', async () => {
  const failing = probe('a', { gather: () => Promise.reject(new Error('no route')) });
  const { facts, reasons } = await run([
    failing,
    probe('b', { after: ['a'] }),
    probe('c', { after: ['gone'] }),
    probe('d'),
  ]);
  expect(reasons).toEqual({ a: 'no route', b: 'a is not known', c: 'nobody looked at gone', d: null });
  expect(Object.keys(facts).sort()).toEqual(['d', 'now', 'target']);
});

test('none takes longer than its deadline, and what comes later counts for nothing', async () => {
  const late = probe('a', { deadlineMs: 20, gather: () => sleep(60).then(() => 'late') });
  const { facts, reasons } = await run([late]);
  expect(reasons).toEqual({ a: 'no answer in 0.02 s' });
  await sleep(80);
  expect(facts).not.toHaveProperty('a');
});

test('the whole ends when it is told to, also what has not begun', async () => {
  const slow = probe('a', { gather: () => sleep(10_000, undefined, { ref: false }) });
  const { reasons } = await run([slow, probe('b', { after: ['a'] })], AbortSignal.timeout(20));
  expect(reasons).toEqual({ a: 'there was no time left for it', b: 'a is not known' });
});
