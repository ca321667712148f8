import { z } from 'zod';
import type { Locale } from '../../i18n/locale';
import { worded } from '../../i18n/translate';
import { MOST_OPEN_QUESTIONS } from '../../store/orders';
import { readOrderNumber } from '../../store/orders/service';
import { LONGEST } from '../../values/limits';
import { phone } from '../../values/phone';
import { readAll, readOrNull } from '../../values/reading';
import { text as textOf } from '../../values/text';
import { createFormPage } from '../../web/form-page';
import type { FieldErrors } from '../../web/forms';
import { translateTo } from '../texts';
import { orders } from './texts.ko';

/** Longer than any field: what exceeds it is no typing error. */
const field = z.string().max(5_000).default('');

export const FORMS = {
  lookup: z.strictObject({ number: field, phone: field, show: field }),
  question: z.strictObject({ form_token: field, question: field, show: field }),
} as const;

export const SHORTEST_QUESTION = 10;

export type OrderFault = keyof (typeof orders)['errors'];
type Checked<T> = { readonly value: T } | { readonly errors: FieldErrors<OrderFault> };

export function checkLookup(typed: {
  readonly number: string;
  readonly phone: string;
}): Checked<{ readonly number: string; readonly phone: string }> {
  const number = readOrderNumber(typed.number);
  const called = readOrNull(phone, typed.phone);
  if (number !== null && called !== null) return { value: { number, phone: called } };
  return { errors: { ...(number === null && { number: 'number' }), ...(called === null && { phone: 'phone' }) } };
}

export function checkQuestion(typed: string): Checked<string> {
  const read = readAll({ question: textOf(LONGEST.question) }, { question: typed });
  if ('value' in read) {
    const { question } = read.value;
    return Array.from(question).length < SHORTEST_QUESTION ? { errors: { question: 'short' } } : { value: question };
  }
  return { errors: { question: read.faults.question?.code === 'long' ? 'long' : 'characters' } };
}

export const showForm = createFormPage((locale: Locale) => {
  const text = translateTo(locale);
  const values = { least: SHORTEST_QUESTION, most: LONGEST.question, open: MOST_OPEN_QUESTIONS };
  return {
    say: (code: OrderFault) => text(`orders:errors.${code}`, values),
    labelOf: (name) => text(`orders:fields.${worded(orders.fields, name)}`),
  };
});
