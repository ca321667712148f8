import { z } from 'zod';
import { readAmount } from '../forms';
import {
  checkBuyer,
  checkLine,
  DEADLINES,
  readMethod,
  type BuyerErrors,
  type CheckedLine,
  type ManualForm,
} from './forms';
import type { TypedLine } from './model';
import { sumsOf, type ManualProblem, type ManualState } from './presenter';
import type { Writing } from './service';

const HOUR_MS = 60 * 60 * 1000;

export interface Faults {
  readonly buyerErrors: BuyerErrors;
  readonly problems: readonly ManualProblem[];
}

export function readWriting(
  form: ManualForm,
  lines: readonly TypedLine[],
  { goods, offered, rule, now }: Pick<ManualState, 'goods' | 'offered' | 'rule'> & { readonly now: Date },
): { readonly value: Writing } | { readonly faults: Faults } {
  const checked = lines.map((line) => checkLine(line, goods.get(line.variantId)));
  const right: CheckedLine[] = checked.flatMap((line) => ('value' in line ? [line.value] : []));
  const buyer = checkBuyer(form);
  const method = readMethod(form.payment_method, offered);
  const sums = sumsOf(right, form, rule);
  const buyerErrors = 'errors' in buyer ? buyer.errors : {};
  const problems: ManualProblem[] = [];
  if (lines.length === 0) problems.push('lines');
  if (method === null) problems.push('method');
  if (problems.length > 0 || right.length < lines.length || !('value' in buyer) || !sums || !method) {
    return { faults: { buyerErrors, problems } };
  }
  // What she sees is what is ordered: prices and stock may have changed since, and the first click may come unseen.
  if (readAmount(form.expected_total) !== sums.total) return { faults: { buyerErrors, problems: ['changed'] } };
  const hours = Number(z.enum(DEADLINES).catch('72').parse(form.deadline));
  return {
    value: {
      attempt: form.attempt,
      locale: form.locale,
      ...buyer.value,
      lines: right,
      deliveryFee: sums.deliveryFee,
      expectedTotal: sums.total,
      paymentMethod: method,
      paymentDueAt: new Date(now.getTime() + hours * HOUR_MS),
    },
  };
}
