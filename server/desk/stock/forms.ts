import { z } from 'zod';
import { AppError } from '../../process/errors';
import type { FieldErrors } from '../../web/forms';
import { COUNT_REASONS, MOST_BOTTLES } from './model';
import type { deskStock } from './texts.ko';

export const LONGEST_NOTE = 200;

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

/** `12`, `１２`, `1,200병`; null for anything else. */
export function bottles(text: string): number | null {
  const digits = text.normalize('NFKC').replace(/[,\s병]/g, '');
  return /^\d{1,7}$/.test(digits) && Number(digits) <= MOST_BOTTLES ? Number(digits) : null;
}

export function noteOf(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}
