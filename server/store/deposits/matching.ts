/**
 * Which deposit is for which order. Nothing is settled by it: somebody looks and says so. A deposit is proposed for one
 * order and an order for one deposit at most.
 */
import { depositorKey } from '../../values/depositor';
import { readOrderNumber } from '../orders/service';
import type { AwaitedOrder, Deposit } from './model';

/** Why somebody has to look at it, from what is nearly certain to what is not. */
export const DOUBTS = [
  /** The order's number stands beside it. */
  'number',
  /** Somebody has confirmed the order by hand. */
  'confirmed',
  /** Others have the same name and sum. */
  'several',
  /** The name is nearly the same. */
  'similar',
  /** The order was closed before. */
  'closed',
  /** The name is right, the sum is not. */
  'sum',
] as const;
export type Doubt = (typeof DOUBTS)[number];

export interface Proposal {
  readonly deposit: Deposit;
  readonly order: AwaitedOrder;
  /** null: it is exact. */
  readonly doubt: Doubt | null;
}

export interface Proposals {
  readonly exact: readonly Proposal[];
  readonly likely: readonly Proposal[];
  readonly unmatched: readonly Deposit[];
}

export function proposalsFor(deposits: readonly Deposit[], orders: readonly AwaitedOrder[]): Proposals {
  const pairs = pairsOf(deposits, orders);
  const certain = pairs.filter(({ doubt }) => doubt === null);
  const twins = (of: (pair: Proposal) => unknown) => countBy(certain, of);
  const [ofDeposit, ofOrder] = [twins(({ deposit }) => deposit.id), twins(({ order }) => order.number)];
  const isAlone = ({ deposit, order, doubt }: Proposal): boolean =>
    doubt === null && order.status === 'pending' && ofDeposit.get(deposit.id) === 1 && ofOrder.get(order.number) === 1;
  const exact = pairs.filter(isAlone);
  const taken = takenBy(exact);
  const likely = pairs
    .filter((pair) => !isAlone(pair))
    .map((pair) => ({ ...pair, doubt: pair.doubt ?? doubtOf(pair.order) }))
    .sort(byCertainty)
    .filter((pair) => taken.add(pair));
  return { exact, likely, unmatched: deposits.filter(({ id }) => !taken.deposits.has(id)) };
}

/** Name and sum are right, and there are others like it, or the order has gone its way already. */
const doubtOf = ({ status }: AwaitedOrder): Doubt => (status === 'pending' ? 'several' : 'confirmed');

function takenBy(exact: readonly Proposal[]) {
  const deposits = new Set(exact.map(({ deposit }) => deposit.id));
  const orders = new Set(exact.map(({ order }) => order.number));
  return {
    deposits,
    /** @returns false when either of them has another already */
    add({ deposit, order }: Proposal): boolean {
      if (deposits.has(deposit.id) || orders.has(order.number)) return false;
      deposits.add(deposit.id);
      orders.add(order.number);
      return true;
    },
  };
}

function byCertainty(a: Proposal & { readonly doubt: Doubt }, b: Proposal & { readonly doubt: Doubt }): number {
  return (
    DOUBTS.indexOf(a.doubt) - DOUBTS.indexOf(b.doubt) ||
    a.order.placedAt.getTime() - b.order.placedAt.getTime() ||
    a.deposit.paidAt.getTime() - b.deposit.paidAt.getTime() ||
    a.deposit.id - b.deposit.id ||
    (a.order.number < b.order.number ? -1 : 1)
  );
}

/** All that are worth a look. Found by sum, name and number, so that not each is compared with each. */
function pairsOf(deposits: readonly Deposit[], orders: readonly AwaitedOrder[]): Proposal[] {
  const known = orders.map((order) => ({ order, names: namesOf(order) }));
  const byNumber = new Map(known.map((one) => [one.order.number, one]));
  const bySum = groupBy(known, ({ order }) => [order.total]);
  const byName = groupBy(known, ({ names }) => names);
  return deposits.flatMap((deposit) => {
    const payer = depositorKey(deposit.payer);
    const numbers = numbersIn(deposit);
    const named = [...numbers].flatMap((number) => byNumber.get(number) ?? []);
    const near = new Set([...named, ...(bySum.get(deposit.amount) ?? []), ...(byName.get(payer) ?? [])]);
    return [...near].flatMap(({ order, names }) => {
      const doubt = doubtAbout(deposit, order, { payer, names, isNamed: numbers.has(order.number) });
      return doubt === undefined ? [] : [{ deposit, order, doubt }];
    });
  });
}

interface Signs {
  readonly payer: string;
  /** The name that was said first. */
  readonly names: readonly string[];
  readonly isNamed: boolean;
}

/** null: name and sum are those of the order. undefined: it is not for this order. */
function doubtAbout(deposit: Deposit, order: AwaitedOrder, { payer, names, isNamed }: Signs): Doubt | null | undefined {
  if (!isInTime(deposit, order)) return undefined;
  const isSame = payer !== '' && payer === names[0];
  if (deposit.amount !== order.total) return (isSame || isNamed) && order.status === 'pending' ? 'sum' : undefined;
  const isLike = isSame || isNamed || names.some((name) => areSimilar(payer, name));
  if (!isLike) return undefined;
  if (isClosed(order)) return 'closed';
  if (order.status !== 'pending' && !isSame) return 'confirmed';
  if (isSame) return null;
  return isNamed ? 'number' : 'similar';
}

const isClosed = ({ status }: AwaitedOrder): boolean =>
  status === 'declined' || status === 'cancelled' || status === 'expired';

const DAY_MS = 24 * 60 * 60 * 1000;
const KOREA_MS = 9 * 60 * 60 * 1000;
const dayOf = (moment: Date): number => Math.floor((moment.getTime() + KOREA_MS) / DAY_MS);

/** Money for an order comes after it, and before somebody confirms that it has come. Some banks say the day alone. */
const isInTime = ({ paidAt }: Deposit, order: AwaitedOrder): boolean =>
  dayOf(paidAt) >= dayOf(order.placedAt) && (order.paidAt === null || dayOf(paidAt) <= dayOf(order.paidAt));

const namesOf = ({ depositor, recipient }: AwaitedOrder): string[] =>
  [...new Set([depositor ?? recipient, recipient].map(depositorKey))].filter((name) => name !== '');

/** As people add them to their name, with whatever between the letters. */
function numbersIn({ payer, memo }: Deposit): ReadonlySet<string> {
  const written = `${payer} ${memo}`.toUpperCase().replaceAll(/[\s-]/g, '');
  return new Set(Array.from(written.matchAll(/EA[0-9A-Z]{10}/g), ([number]) => readOrderNumber(number) ?? ''));
}

/** One is the other cut short or with something added, or one letter is another. */
export function areSimilar(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < 2) return false;
  return long.includes(short) || (short.length > 2 && isOneEditAway(short, long));
}

function isOneEditAway(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const [rest, longer] = [short.slice(at), long.slice(at)];
  return rest.slice(1) === longer.slice(1) || rest === longer.slice(1);
}

function groupBy<T, K>(all: readonly T[], keysOf: (one: T) => readonly K[]): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    for (const key of keysOf(one)) {
      const group = groups.get(key);
      if (group) group.push(one);
      else groups.set(key, [one]);
    }
  }
  return groups;
}

function countBy<T>(all: readonly T[], keyOf: (one: T) => unknown): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return counts;
}
