/** What a stack comes to in a month: pure arithmetic over its configuration and `prices.ts`. An estimate. */
import { type StackConfig } from './config';
import { surplusOf } from './cpu-credits';
import { DOMAIN_YEAR, FALLBACK, GLOBAL_PRICES, REGIONAL_PRICES, topLevelOf, type RegionalPrices } from './prices';

export interface CostLine {
  readonly what: string;
  readonly usd: number | null;
}

export interface Cost {
  readonly lines: readonly CostLine[];
  readonly totalUsd: number;
  /** What the reader must know to believe the sum as far as it goes. */
  readonly remarks: readonly string[];
}

/** What a small shop may come to; the rest of the estimate is certain, this isn't. */
export interface Usage {
  readonly trafficGib: number;
  readonly mails: number;
  /** How much of the data's disk changes between two snapshots. */
  readonly changedADay: number;
  /** Backups, their old versions and releases, in disks. */
  readonly bucketDisks: number;
  /** What is put into the bucket: a piece of the database's log every few minutes, mostly. */
  readonly puts: number;
}

export const SMALL_SHOP: Usage = { trafficGib: 30, mails: 2_000, changedADay: 0.02, bucketDisks: 1, puts: 20_000 };

const HOURS_A_MONTH = 730;
const ALARMS = 5;
const HEALTH_CHECKS = 2;

export function costOf(config: StackConfig, usage: Usage = SMALL_SHOP): Cost {
  const prices = REGIONAL_PRICES[config.region] ?? FALLBACK.prices;
  const hour = prices.instanceHour[config.instanceType];
  const lines: readonly CostLine[] = [
    { what: `machine, ${config.instanceType}`, usd: hour === undefined ? null : hour * HOURS_A_MONTH },
    { what: 'public IPv4 address', usd: GLOBAL_PRICES.addressHour * HOURS_A_MONTH },
    ...storageOf(config, usage, prices),
    { what: `${HEALTH_CHECKS} health checks, at most`, usd: HEALTH_CHECKS * GLOBAL_PRICES.healthCheckMonth },
    { what: `${ALARMS} alarms`, usd: ALARMS * GLOBAL_PRICES.alarmMonth },
    ...trafficOf(config, usage, prices),
    ...namesOf(config),
  ];
  return { lines, totalUsd: lines.reduce((sum, { usd }) => sum + (usd ?? 0), 0), remarks: remarksOn(config) };
}

/** As docs/launch.md has it: a name below the shop's, in its zone. */
export function stagingBeside(config: StackConfig): StackConfig {
  const zoneId = config.zoneId ?? 'Z0000000000000000000';
  return { ...config, stack: 'staging', domain: `staging.${config.domain}`, zoneId, register: false };
}

function storageOf(config: StackConfig, usage: Usage, prices: RegionalPrices): readonly CostLine[] {
  // The first snapshot is whole, the others hold what has changed since.
  const snapshotGib = config.dataGib * (1 + usage.changedADay * (config.snapshotDays - 1));
  const bucketGib = config.dataGib * usage.bucketDisks;
  const disksGib = config.rootGib + config.dataGib;
  return [
    { what: `disks, ${config.rootGib} + ${config.dataGib} GiB`, usd: disksGib * prices.diskGibMonth },
    { what: `snapshots, ${config.snapshotDays} of a full data disk`, usd: snapshotGib * prices.snapshotGibMonth },
    { what: `bucket, ${bucketGib} GiB`, usd: bucketGib * prices.bucketGibMonth },
    { what: `${usage.puts} writes to the bucket`, usd: (usage.puts / 1_000) * prices.thousandPuts },
  ];
}

function trafficOf(config: StackConfig, usage: Usage, prices: RegionalPrices): readonly CostLine[] {
  const paidGib = Math.max(0, usage.trafficGib - GLOBAL_PRICES.freeTrafficGib);
  const mails = { what: `${usage.mails} mails`, usd: (usage.mails / 1_000) * GLOBAL_PRICES.thousandMails };
  return [
    { what: `traffic out, ${usage.trafficGib} GiB (100 are free)`, usd: paidGib * prices.trafficGib },
    ...(config.mail === 'ses' ? [mails] : []),
  ];
}

function namesOf(config: StackConfig): readonly CostLine[] {
  const year = DOMAIN_YEAR[topLevelOf(config.domain)];
  const bought = { what: `${config.domain}, a twelfth of its year`, usd: year === undefined ? null : year / 12 };
  return [
    ...(config.zoneId === null ? [{ what: 'hosted zone', usd: GLOBAL_PRICES.zoneMonth }] : []),
    ...(config.register ? [bought] : []),
  ];
}

function remarksOn(config: StackConfig): readonly string[] {
  const { region, instanceType } = config;
  const own = REGIONAL_PRICES[region];
  const trafficGib = (own ?? FALLBACK.prices).trafficGib.toFixed(3);
  const surplus = config.cpuCredits === 'unlimited' ? surplusOf(instanceType) : 0;
  const isPriced = instanceType in (own ?? FALLBACK.prices).instanceHour;
  const remarks: readonly (readonly [boolean, string])[] = [
    [!own, `No prices are noted for ${region}: those of ${FALLBACK.region} are taken.`],
    [!isPriced, `No price is noted for ${instanceType}: the machine, the largest part, is missing from the sum.`],
    [
      surplus > 0,
      `A machine that computes day and night costs up to ${(surplus * HOURS_A_MONTH).toFixed(0)} dollars a month on top; ` +
        'with cpuCredits: standard it gets slow instead.',
    ],
    [true, `Nothing limits traffic: beyond 100 GiB each costs ${trafficGib}. AWS knows what was spent hours later.`],
    [!config.register, 'Without the domain itself: a .com is about 15 dollars a year at Route 53.'],
    [true, 'Without tax, what a new account has free, and what stays of a stack that is gone (deploy/README.md).'],
  ];
  return remarks.filter(([holds]) => holds).map(([, remark]) => remark);
}
