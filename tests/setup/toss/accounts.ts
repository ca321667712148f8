/** Virtual accounts: one sum, in one transfer, until a day. Their numbers come from a pool and are given out again. */
import type { Books } from './books';
import { bank, koreanMoment, orderId, orderName, text, won, type Fields } from './fields';
import type { FakePayment, TossShop } from './model';
import { TossRefusal } from './refusal';

const HOUR_MS = 60 * 60 * 1000;
const MOST_HOURS = 2160;
const USUAL_HOURS = 168;
const LEAST_BY_ACCOUNT = 200;

function dueAtOf(fields: Fields, now: Date): Date {
  const { validHours, dueDate } = fields;
  if (validHours !== undefined && dueDate !== undefined) {
    throw new TossRefusal(400, 'INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE');
  }
  const hours = validHours === undefined ? USUAL_HOURS : won(fields, 'validHours');
  if (hours > MOST_HOURS) throw new TossRefusal(400, 'EXCEED_MAX_VALID_HOURS');
  const dueAt =
    dueDate === undefined ? new Date(now.getTime() + hours * HOUR_MS) : koreanMoment(dueDate, 'INVALID_DATE');
  if (dueAt <= now) throw new TossRefusal(400, 'INVALID_DATE');
  if (dueAt.getTime() - now.getTime() > MOST_HOURS * HOUR_MS) throw new TossRefusal(400, 'EXCEED_MAX_DUE_DATE');
  return dueAt;
}

const isHeld = ({ account, status }: FakePayment, number: string, now: Date): boolean =>
  account?.number === number && status === 'WAITING_FOR_DEPOSIT' && account.dueAt >= now;

/** @param poolSize a small one gives the same number out again as soon as nobody holds it */
export function issueAccount(books: Books, shop: TossShop, fields: Fields, poolSize: number): FakePayment {
  const now = books.clock.now();
  const [id, name, amount] = [orderId(fields), orderName(fields), won(fields, 'amount')];
  const customerName = text(fields, 'customerName', 100);
  const bankCode = bank(fields);
  const dueAt = dueAtOf(fields, now);
  const receipt = (fields['cashReceipt'] ?? {}) as Fields;
  if (![undefined, '소득공제', '지출증빙', '미발행'].includes(receipt['type'] as undefined)) {
    throw new TossRefusal(400, 'INVALID_CASH_RECEIPT_INFO');
  }
  if (amount < LEAST_BY_ACCOUNT) throw new TossRefusal(400, 'BELOW_MINIMUM_AMOUNT');
  const before = books.byOrder(shop, id);
  if (before?.account) throw new TossRefusal(400, 'DUPLICATED_ORDER_ID');
  const numbers = Array.from({ length: poolSize }, (_, i) => `X650${String(i).padStart(10, '0')}`);
  const number = numbers.find((one) => !books.payments.some((payment) => isHeld(payment, one, now)));
  if (number === undefined) throw new TossRefusal(500, 'FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING');
  return books.add({
    ...{ shop, orderId: id, orderName: name, amount },
    means: { kind: 'virtual-account' },
    status: 'WAITING_FOR_DEPOSIT',
    useEscrow: fields['useEscrow'] === true,
    account: { number, bankCode, customerName, dueAt, depositor: null },
  });
}

/** @returns false where the bank sends it back: another sum, too late, or nobody's number by then */
export function payInto(books: Books, number: string, amount: number, depositor: string): boolean {
  const holder = books.payments.find((one) => isHeld(one, number, books.clock.now()));
  if (holder?.account?.number !== number || holder.amount !== amount) return false;
  holder.account.depositor = depositor;
  books.approve(holder);
  return true;
}

/** The bank takes it back, a moment later. Up to version 1.4 Toss calls that cancelled. */
export function failDeposit(books: Books, payment: FakePayment): void {
  const isOld = payment.shop.version === '1.4';
  payment.approvedAt = null;
  books.enter(payment, isOld ? 'CANCELED' : 'WAITING_FOR_DEPOSIT', payment.amount);
  payment.status = isOld ? 'CANCELED' : 'WAITING_FOR_DEPOSIT';
  books.tell(payment, true);
}
