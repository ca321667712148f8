import { type StackConfig, readStackConfig } from '../../deploy/config';
import { costOf, SMALL_SHOP, stagingBeside } from '../../deploy/cost';
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

test('a domain that is bought is part of it, and one of elsewhere is named', () => {
  expect(line(costOf(config({ register: true })), 'essence-aura.com')).toBeCloseTo(15 / 12, 6);
  const elsewhere = costOf(config());
  expect(line(elsewhere, 'essence-aura.com')).toBeUndefined();
  expect(elsewhere.remarks.join()).toContain('Without the domain itself');
});

test('writes to the bucket are counted: the log of the database goes there all day', () => {
  expect(line(costOf(config()), 'writes')).toBeCloseTo(0.09, 6);
});

test('what a machine costs that computes day and night is said in dollars, or that it gets slow', () => {
  const remarks = (own: Partial<StackConfig>) => costOf(config(own)).remarks.join('\n');
  // Two cores, of which a fifth is in the price, at 0.04 an hour.
  expect(remarks({})).toContain('up to 47 dollars a month on top');
  expect(remarks({ instanceType: 't3.small' })).toContain('up to 58 dollars');
  expect(remarks({ cpuCredits: 'standard' })).not.toContain('on top');
  expect(remarks({ instanceType: 'm7g.large' })).not.toContain('on top');
});

test('a sum of money that nothing limits is said', () => {
  expect(costOf(config()).remarks.join()).toContain('beyond 100 GiB each costs 0.126');
});

test('staging beside it costs as much again, without a second zone or a second domain', () => {
  const shop = config({ register: true });
  const staging = costOf(stagingBeside(shop));
  expect(line(staging, 'zone')).toBeUndefined();
  expect(line(staging, 'essence-aura.com')).toBeUndefined();
  expect(staging.totalUsd).toBeCloseTo(costOf(shop).totalUsd - 0.5 - 15 / 12, 6);
});
