import { z } from 'zod';
import { AppError } from '../../process/errors';
import { LONGEST } from '../../values/limits';
import { whole } from '../../values/numbers';
import { readAll, readOrNull } from '../../values/reading';
import { line } from '../../values/text';
import type { FieldErrors } from '../../web/forms';
import { COUNT_REASONS, MOST_BOTTLES } from './model';
import type { deskStock } from './texts.ko';

const typed = z.string().max(1_000).default('');
const countShape = z.strictObject({
  counted: typed,
  seen: z.string().regex(/^\d{1,9}$/),
  reason: z.enum(COUNT_REASONS).default('correction'),
  count_note: typed,
});
const deliveryShape = z.strictObject({ quantity: typed, delivery_note: typed });

export type CountForm = z.infer<typeof countShape>;
export type DeliveryForm = z.infer<typeof deliveryShape>;

/** @throws AppError bad-request for what no form of ours sends */
export function readShape<T>(shape: z.ZodType<T>, form: Readonly<Record<string, unknown>>): T {
  const parsed = shape.safeParse(form);
  if (!parsed.success) throw new AppError('bad-request', { cause: parsed.error });
  return parsed.data;
}

export const readCountForm = (form: Readonly<Record<string, unknown>>): CountForm => readShape(countShape, form);
export const readDeliveryForm = (form: Readonly<Record<string, unknown>>): DeliveryForm =>
  readShape(deliveryShape, form);

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
