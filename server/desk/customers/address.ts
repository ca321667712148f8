/** The list's address: `/admin/customers?q=…&blocked=on&after=…`. Nonsense in it counts as nothing. */
import { z } from 'zod';
import { beginningWith } from '../../db/like';
import { AppError } from '../../process/errors';
import { normalizePhone } from '../../values/phone';
import { searchWords } from '../../values/text';
import { readPlace, writePlace, type Place } from '../web/list-address';
import type { Visit } from '../web/visit';
import type { Customer } from './model';
import type { Sought } from './queries';

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
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  if (onlyBlocked) query.set('blocked', 'on');
  if (after) query.set('after', writePlace(after));
  const text = query.toString();
  return `/admin/customers${text ? `?${text}` : ''}`;
}

export function soughtOf(search: string): Sought {
  const digits = /^[\d\s().+-]+$/.test(search);
  return {
    phone: digits ? (normalizePhone(search) ?? beginningWith(search.replaceAll(/\s/g, ''))) : null,
    name: digits ? null : beginningWith(search),
    email: digits || /\s/.test(search) ? null : beginningWith(search.toLowerCase()),
  };
}

export function idOf(visit: Visit): string {
  const id = z.uuid().safeParse(visit.param('id'));
  if (!id.success) throw new AppError('not-found');
  return id.data;
}

export const pathOf = (visit: Visit): string => `/admin/customers/${idOf(visit)}`;

export async function customerOf(
  { find }: { readonly find: (id: string) => Promise<Customer | null> },
  visit: Visit,
): Promise<Customer> {
  const customer = await find(idOf(visit));
  if (!customer) throw new AppError('not-found');
  return customer;
}
