import type { Won } from '../../money/money';

/** A day in Korea, `2026-12-01`. Compares as text. */
export type Day = string;

export interface Area {
  readonly id: number;
  readonly nameKo: string;
  readonly nameEn: string;
  /** Five digits; both ends are in it. No two areas overlap. */
  readonly postcodeFrom: string;
  readonly postcodeUntil: string;
  /** Whole won on top of the delivery fee. */
  readonly fee: Won;
  /** Working days that a parcel takes longer there. */
  readonly extraDays: number;
}

export interface Holiday {
  readonly id: number;
  readonly day: Day;
  readonly name: string;
}

/** Nothing is sent, and no account is looked at. Both days are in it; no two pauses overlap. */
export interface Pause {
  readonly id: number;
  readonly fromDay: Day;
  readonly untilDay: Day;
  /** The owner's own words for it, or ''. */
  readonly wordsKo: string;
  readonly wordsEn: string;
}

/** What the owner keeps: areas by postcode, the others by day. */
export interface DeliveryLists {
  readonly areas: readonly Area[];
  readonly holidays: readonly Holiday[];
  readonly pauses: readonly Pause[];
}

export interface Calendar {
  readonly holidays: ReadonlySet<Day>;
  readonly pauses: readonly Pick<Pause, 'fromDay' | 'untilDay'>[];
}

/** What a delivery costs. */
export interface FeeRule {
  readonly fee: Won;
  /** Goods worth at least this much travel free. */
  readonly freeFrom: Won;
  /** What happens to an area's fee then. */
  readonly areasWhenFree: 'charged' | 'free';
  readonly areas: readonly Area[];
}

export interface DeliveryRule extends FeeRule, Calendar {
  /** What is paid before it, in Korea, is sent on the same day. */
  readonly cutOffHour: number;
  /** Working days on the road, and how many more it may take. */
  readonly transitDays: number;
  readonly transitMore: number;
  readonly pauses: readonly Pause[];
}

/** The days on which a parcel is said to arrive. */
export interface Promised {
  readonly from: Day;
  readonly until: Day;
}

export interface Arrival extends Promised {
  readonly shipsOn: Day;
  /** What is paid later is sent later. */
  readonly payBefore: Date;
}
