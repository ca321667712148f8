import { type StackConfig, readStackConfig } from '../../deploy/config';
import { costOf, SMALL_SHOP } from '../../deploy/cost';
import { CONFIG } from './stack';

const config = (own: Partial<StackConfig> = {}): StackConfig => ({
  ...readStackConfig(CONFIG.production, { project: 'essence-aura', stack: 'production' }),
  ...own,
});
const line = (cost: ReturnType<typeof costOf>, what: string) => cost.lines.find((one) => one.what.includes(what))?.usd;

test('the sum is that of its lines, and stays below the budget that sends a mail', () => {
  const cost = costOf(config());
  const sum = cost.lines.reduce((total, { usd }) => total + (usd ?? 0), 0);
  expect(cost.totalUsd).toBeCloseTo(sum, 6);
  expect(cost.totalUsd).toBeGreaterThan(20);
  expect(cost.totalUsd).toBeLessThan(0.8 * config().budgetUsd);
});

test('a machine costs by the hour, disks by their size, and both by what the stack says', () => {
  expect(line(costOf(config()), 'machine')).toBeCloseTo(0.0208 * 730, 6);
  expect(line(costOf(config({ instanceType: 't4g.medium' })), 'machine')).toBeCloseTo(0.0416 * 730, 6);
  expect(line(costOf(config({ rootGib: 10, dataGib: 90 })), 'disks')).toBeCloseTo(100 * 0.0912, 6);
});

test('traffic is free up to a hundred gibibytes', () => {
  const traffic = (trafficGib: number) => line(costOf(config(), { ...SMALL_SHOP, trafficGib }), 'traffic');
  expect(traffic(100)).toBe(0);
  expect(traffic(101)).toBeCloseTo(0.126, 6);
});

test('what a stack does not make is not charged: a zone that exists, mail of its own', () => {
  const cost = costOf(config({ zoneId: 'Z1', mail: 'own' }));
  expect(line(cost, 'zone')).toBeUndefined();
  expect(line(cost, 'mails')).toBeUndefined();
});

test('what is not known is said, and never counted as nothing in silence', () => {
  const cost = costOf(config({ region: 'eu-north-1', instanceType: 'c9g.mega' }));
  expect(line(cost, 'machine')).toBeNull();
  expect(cost.remarks.join('\n')).toMatch(/eu-north-1: those of ap-northeast-2[^]*c9g\.mega: the machine/);
});
