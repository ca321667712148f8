/** The list's address: `/admin/customers?q=…&blocked=on&after=…`. Nonsense in it counts as nothing. */
import { foundOrThrow } from '../../process/errors';
import { searchWords } from '../../values/text';
import { listAddress, readPlace, writePlace, type Place } from '../web/list-address';
import type { Visit } from '../web/visit';
import type { Customer } from './model';

export interface CustomerFilter {
  readonly search: string;
  readonly onlyBlocked: boolean;
  readonly after: Place | null;
}

export function readFilter(query: Readonly<Record<string, unknown>>): CustomerFilter {
  const { q, blocked, after } = query;
  return {
    search: searchWords(q) ?? '',
    onlyBlocked: blocked === 'on',
    after: typeof after === 'string' ? readPlace(after) : null,
  };
}

export function addressOf(filter: CustomerFilter, changes: Partial<CustomerFilter> = {}): string {
  const { search, onlyBlocked, after } = { ...filter, ...changes };
  const named = { q: search, blocked: onlyBlocked ? 'on' : null, after: after && writePlace(after) };
  return listAddress('/admin/customers', named);
}

export const pathOf = (visit: Visit): string => `/admin/customers/${visit.uuid('id')}`;

export const customerOf = async (
  { find }: { readonly find: (id: string) => Promise<Customer | null> },
  visit: Visit,
): Promise<Customer> => foundOrThrow(await find(visit.uuid('id')));
