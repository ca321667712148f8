import { z } from 'zod';
import { isWhole } from '../../../store/deposits';
import { COLUMNS, NEEDED_COLUMNS, type Column, type Layout } from '../../../store/deposits/model';
import { readOrderNumber } from '../../../store/orders/service';
import type { FieldErrors } from '../../../web/forms';
import { checkText, MOST_AT_ONCE } from '../forms';

export const MOST_BYTES = 2 * 1024 * 1024;
/** Of a statement: several years of a small shop's account. */
export const MOST_ROWS = 10_000;
/** Whose columns can be chosen. */
export const MOST_COLUMNS = 30;

const field = z.string().max(4_000).default('');
const pair = z.string().regex(/^[1-9]\d{0,9}:EA-[0-9A-Z]{10}$/);

export const FORMS = {
  send: z.strictObject({ anew: z.literal('on').optional() }),
  confirm: z.strictObject({ match: z.union([z.array(pair).max(MOST_AT_ONCE), pair]).transform((all) => [all].flat()) }),
  match: z.strictObject({ number: field }),
  setAside: z.strictObject({ note: field }),
  columns: z.strictObject(Object.fromEntries(COLUMNS.map((column) => [column, field])) as Record<Column, typeof field>),
} as const;

export interface Pair {
  readonly id: number;
  readonly number: string;
}

export const readPairs = (matches: readonly string[]): Pair[] =>
  matches.map((one) => ({ id: Number(one.split(':')[0]), number: one.split(':')[1] ?? '' }));

export const writePair = ({ id, number }: Pair): string => `${id}:${number}`;

export type ColumnFault = 'needed' | 'twice';

export function checkColumns(
  typed: Readonly<Record<Column, string>>,
): { readonly value: Layout } | { readonly errors: FieldErrors<ColumnFault> } {
  const value = layoutIn(typed);
  const chosen = COLUMNS.map((column) => value[column]);
  const errors: Record<string, ColumnFault> = {};
  COLUMNS.forEach((column, at) => {
    if (chosen[at] !== null && chosen.indexOf(chosen[at] ?? null) < at) errors[column] = 'twice';
  });
  for (const column of NEEDED_COLUMNS) if (value[column] === null) errors[column] = 'needed';
  return isWhole(value) && Object.keys(errors).length === 0 ? { value } : { errors };
}

export const layoutIn = (typed: Readonly<Record<Column, string>>): Layout =>
  Object.fromEntries(
    COLUMNS.map((column) => {
      const at = /^\d{1,2}$/.test(typed[column]) ? Number(typed[column]) : MOST_COLUMNS;
      return [column, at < MOST_COLUMNS ? at : null];
    }),
  ) as Layout;

export function checkNumber(
  typed: string,
): { readonly value: string } | { readonly errors: { readonly number: 'number' } } {
  const value = readOrderNumber(typed);
  return value === null ? { errors: { number: 'number' } } : { value };
}

export function checkNote(typed: string) {
  const checked = checkText('note', typed, { required: false });
  if ('value' in checked) return checked;
  return { errors: { note: checked.errors['note'] === 'long' ? 'long' : 'characters' } as const };
}
