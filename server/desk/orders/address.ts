/** The queue's address: `/admin/orders?tab=ship&q=…&day=2026-11-23&status=paid&after=…`. Nonsense in it counts as nothing. */
import { foundOrThrow } from '../../process/errors';
import { ORDER_STATUSES } from '../../store/orders';
import { readOrderNumber, readPartOfOrderNumber } from '../../store/orders/service';
import { soughtWords } from '../../values/sought';
import { searchWords } from '../../values/text';
import { listAddress, readPlace, textIn, writePlace, type Query } from '../web/list-address';
import type { Visit } from '../web/visit';
import { TABS, type OrderFilter, type Tab } from './model';
import type { Sought } from './queries';

export function readFilter(query: Query): OrderFilter {
  const search = searchWords(query['q']) ?? '';
  const tab = TABS.find((name) => name === query['tab']);
  const status = ORDER_STATUSES.find((name) => name === query['status']) ?? null;
  return {
    // Who looks for somebody looks everywhere, unless she says where.
    tab: tab ?? (search || status ? 'all' : 'confirm'),
    isTabChosen: tab !== undefined,
    search,
    day: readDay(textIn(query, 'day')),
    status: tab === undefined || tab === 'all' ? status : null,
    after: readPlace(textIn(query, 'after')),
    like: tab === 'confirm' ? readOrderNumber(textIn(query, 'like')) : null,
    chosen: query['chosen'] === 'all',
  };
}

export function readDay(text: string): string {
  const isDay = /^20\d\d-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
  return isDay ? text : '';
}

export function addressOf(filter: OrderFilter, changes: Partial<OrderFilter> = {}): string {
  const { tab, search, day, status, after, like, chosen } = { ...filter, ...changes };
  const named = { tab, q: search, day, status, like, chosen: chosen ? 'all' : null, after: after && writePlace(after) };
  return listAddress('/admin/orders', named);
}

/** As people type it, too: an address may be typed from paper. @throws AppError not-found */
export const numberOf = (visit: Visit): string => foundOrThrow(readOrderNumber(visit.param('number')));

export const pathOf = (visit: Visit): string => `/admin/orders/${numberOf(visit)}`;

export const tabAddress = (tab: Tab): string => `/admin/orders?tab=${tab}`;

export function soughtOf(search: string): Sought | null {
  const words = soughtWords(search);
  return words === null ? null : { words, number: readPartOfOrderNumber(search) };
}
