/** Money that goes back, in whole or in part. */
import type { Books } from './books';
import { bank, optionalWon, text, type Fields } from './fields';
import { balanceOf, type FakePayment, type TossShop } from './model';
import { TossRefusal } from './refusal';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS_TO_REFUND = { card: 365, 'easy-pay': 365, transfer: 180, 'virtual-account': 365 } as const;

/** Names of accounts' holders, where a test says them: Toss asks the bank before it takes a refund. */
export type Holders = ReadonlyMap<string, string>;

function checkAccount(fields: Fields, holders: Holders): void {
  const given = fields['refundReceiveAccount'];
  if (typeof given !== 'object' || given === null) throw new TossRefusal(400, 'INVALID_REFUND_ACCOUNT_INFO');
  const account = given as Fields;
  bank(account);
  const number = text(account, 'accountNumber', 20, 'INVALID_REFUND_ACCOUNT_NUMBER');
  if (!/^\d+$/.test(number)) throw new TossRefusal(400, 'INVALID_REFUND_ACCOUNT_NUMBER');
  const holder = text(account, 'holderName', 60, 'INVALID_REFUND_ACCOUNT_INFO');
  if ((holders.get(number) ?? holder) !== holder) throw new TossRefusal(400, 'INVALID_REFUND_ACCOUNT_INFO');
}

function checkPart(payment: FakePayment, amount: number): void {
  const { means } = payment;
  if (payment.status === 'WAITING_FOR_DEPOSIT')
    throw new TossRefusal(403, 'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT');
  if (payment.useEscrow || (means.kind === 'card' && means.isCash)) {
    throw new TossRefusal(403, 'NOT_ALLOWED_PARTIAL_REFUND');
  }
  if (means.kind === 'card' && amount < (means.discount ?? 0)) {
    throw new TossRefusal(400, 'EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT');
  }
}

function checkState(payment: FakePayment, now: Date): void {
  if (payment.status === 'CANCELED') throw new TossRefusal(400, 'ALREADY_CANCELED_PAYMENT');
  if (!['DONE', 'PARTIAL_CANCELED', 'WAITING_FOR_DEPOSIT'].includes(payment.status)) {
    throw new TossRefusal(403, 'NOT_CANCELABLE_PAYMENT');
  }
  const since = now.getTime() - (payment.approvedAt ?? now).getTime();
  if (since > DAYS_TO_REFUND[payment.means.kind] * DAY_MS) throw new TossRefusal(403, 'EXCEED_MAX_REFUND_DUE');
}

/** Without a sum, all that is left. */
export function cancel(books: Books, shop: TossShop, key: string, fields: Fields, holders: Holders): FakePayment {
  const payment = books.byKey(shop, key);
  if (!payment) throw new TossRefusal(404, 'NOT_FOUND_PAYMENT');
  const reason = text(fields, 'cancelReason', 200);
  const believed = optionalWon(fields, 'refundableAmount');
  const asked = fields['cancelAmount'] === 0 ? 0 : optionalWon(fields, 'cancelAmount');
  checkState(payment, books.clock.now());
  const balance = balanceOf(payment);
  if (believed !== null && believed !== balance) throw new TossRefusal(400, 'NOT_MATCHES_REFUNDABLE_AMOUNT');
  const amount = asked ?? balance;
  if (amount < 1 || amount > balance) throw new TossRefusal(403, 'NOT_CANCELABLE_AMOUNT');
  if (amount < payment.amount) checkPart(payment, amount);
  if (payment.account && payment.approvedAt) checkAccount(fields, holders);
  takeBack(books, payment, amount, reason);
  return payment;
}

/** Whoever asked for it. */
export function takeBack(books: Books, payment: FakePayment, amount: number, reason: string): void {
  const left = balanceOf(payment) - amount;
  const status = left === 0 ? 'CANCELED' : 'PARTIAL_CANCELED';
  const isByTransfer = payment.account !== null && payment.approvedAt !== null;
  const transactionKey = payment.approvedAt ? books.enter(payment, status, amount) : books.nextKey('TX');
  payment.cancels.push({
    ...{ transactionKey, amount, reason, left, at: books.clock.now() },
    refund: isByTransfer ? 'PENDING' : 'NONE',
  });
  payment.status = status;
  books.tell(payment, payment.account !== null);
}
