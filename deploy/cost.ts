/** What a stack comes to in a month: pure arithmetic over its configuration and `prices.ts`. An estimate. */
import { type StackConfig } from './config';
import { FALLBACK, GLOBAL_PRICES, REGIONAL_PRICES } from './prices';

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
}

export const SMALL_SHOP: Usage = { trafficGib: 30, mails: 2_000, changedADay: 0.02, bucketDisks: 1 };

const HOURS_A_MONTH = 730;
const ALARMS = 3;

export function costOf(config: StackConfig, usage: Usage = SMALL_SHOP): Cost {
  const own = REGIONAL_PRICES[config.region];
  const prices = own ?? FALLBACK.prices;
  const hour = prices.instanceHour[config.instanceType];
  // The first snapshot is whole, the others hold what has changed since.
  const snapshotGib = config.dataGib * (1 + usage.changedADay * (config.snapshotDays - 1));
  const paidGib = Math.max(0, usage.trafficGib - GLOBAL_PRICES.freeTrafficGib);
  const lines: CostLine[] = [
    { what: `machine, ${config.instanceType}`, usd: hour === undefined ? null : hour * HOURS_A_MONTH },
    { what: 'public IPv4 address', usd: GLOBAL_PRICES.addressHour * HOURS_A_MONTH },
    {
      what: `disks, ${config.rootGib} + ${config.dataGib} GiB`,
      usd: (config.rootGib + config.dataGib) * prices.diskGibMonth,
    },
    {
      what: `snapshots, ${config.snapshotDays} of a full data disk`,
      usd: snapshotGib * prices.snapshotGibMonth,
    },
    {
      what: `bucket, ${config.dataGib * usage.bucketDisks} GiB`,
      usd: config.dataGib * usage.bucketDisks * prices.bucketGibMonth,
    },
    ...(config.zoneId === null ? [{ what: 'hosted zone', usd: GLOBAL_PRICES.zoneMonth }] : []),
    { what: 'health check', usd: GLOBAL_PRICES.healthCheckMonth },
    { what: `${ALARMS} alarms`, usd: ALARMS * GLOBAL_PRICES.alarmMonth },
    { what: `traffic out, ${usage.trafficGib} GiB (100 are free)`, usd: paidGib * prices.trafficGib },
    ...(config.mail === 'ses'
      ? [{ what: `${usage.mails} mails`, usd: (usage.mails / 1_000) * GLOBAL_PRICES.thousandMails }]
      : []),
  ];
  return {
    lines,
    totalUsd: lines.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
    remarks: remarksOn(config, { isRegionKnown: own !== undefined, isInstanceKnown: hour !== undefined }),
  };
}

function remarksOn(
  config: StackConfig,
  known: { readonly isRegionKnown: boolean; readonly isInstanceKnown: boolean },
): string[] {
  const remarks: string[] = [];
  if (!known.isRegionKnown) {
    remarks.push(`No prices are noted for ${config.region}: those of ${FALLBACK.region} are taken.`);
  }
  if (!known.isInstanceKnown) {
    remarks.push(
      `No price is noted for ${config.instanceType}: the machine, the largest part, is missing from the sum.`,
    );
  }
  if (/^t\d/.test(config.instanceType)) {
    remarks.push('A machine of this family that computes for hours on end is charged for it on top.');
  }
  remarks.push('Without the domain itself, without tax, and without what a new account has free.');
  return remarks;
}
