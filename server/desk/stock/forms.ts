import { z } from 'zod';
import { LONGEST } from '../../values/limits';
import { whole } from '../../values/numbers';
import { readAll, readOrNull } from '../../values/reading';
import { line } from '../../values/text';
import type { FieldErrors } from '../../web/forms';
import { COUNT_REASONS, MOST_BOTTLES } from './model';
import type { deskStock } from './texts.ko';

const typed = z.string().max(1_000).default('');
export const countForm = z.strictObject({
  counted: typed,
  seen: z.string().regex(/^\d{1,9}$/),
  reason: z.enum(COUNT_REASONS).default('correction'),
  count_note: typed,
});
export const deliveryForm = z.strictObject({ quantity: typed, delivery_note: typed });

export type StockErrors = FieldErrors<keyof (typeof deskStock)['errors']>;

export const bottles = (typed: string): number | null => readOrNull(whole(0, MOST_BOTTLES), typed);

export function readNote(
  name: 'count_note' | 'delivery_note',
  typed: string,
): { readonly note: string; readonly errors: StockErrors } {
  const read = readAll({ note: line(LONGEST.stockNote) }, { note: typed });
  if ('value' in read) return { ...read.value, errors: {} };
  return { note: '', errors: { [name]: read.faults.note?.code === 'long' ? 'note-too-long' : 'note-characters' } };
}
