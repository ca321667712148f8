/** The payment window. What the buyer does in it is played by the test. */
import type { Books } from './books';
import { address, orderId, orderName, won, type Fields } from './fields';
import type { FakePayment, Means, TossShop } from './model';
import { TossRefusal } from './refusal';

const LEAST_BY_CARD = 100;

export const CARD: Means = { kind: 'card' };

const FLOWS: ReadonlySet<unknown> = new Set([undefined, 'DEFAULT', 'DIRECT']);
const WALLETS: Readonly<Record<string, string>> = {
  KAKAOPAY: '카카오페이',
  NAVERPAY: '네이버페이',
  TOSSPAY: '토스페이',
};

function meansOf(fields: Fields, amount: number): Means {
  if (!FLOWS.has(fields['flowMode'])) throw new TossRefusal(400, 'INVALID_REQUEST');
  if (fields['flowMode'] !== 'DIRECT') return CARD;
  const provider = WALLETS[String(fields['easyPay'])];
  if (provider === undefined) throw new TossRefusal(400, 'INVALID_FLOW_MODE_PARAMETERS');
  return { kind: 'easy-pay', provider, byCard: amount, balance: 0, points: 0 };
}

/** By Toss' script in the browser, or by POST /v1/payments. */
export function openWindow(books: Books, shop: TossShop, fields: Fields): FakePayment {
  const [id, name, amount] = [orderId(fields), orderName(fields), won(fields, 'amount')];
  address(fields, 'successUrl');
  address(fields, 'failUrl');
  if (!['CARD', '카드'].includes(String(fields['method']))) throw new TossRefusal(400, 'NOT_SUPPORTED_METHOD');
  if (amount < LEAST_BY_CARD) throw new TossRefusal(400, 'BELOW_MINIMUM_AMOUNT');
  if (books.byOrder(shop, id)?.approvedAt) throw new TossRefusal(400, 'DUPLICATED_ORDER_ID');
  return books.add({ shop, orderId: id, orderName: name, amount, means: meansOf(fields, amount), status: 'READY' });
}

/** She has said yes to her bank or wallet. @throws TossRefusal where the window is closed by then */
export function authenticate(books: Books, payment: FakePayment, means?: Means): void {
  if (payment.status !== 'READY') throw new TossRefusal(400, 'PAY_PROCESS_ABORTED');
  payment.means = means ?? payment.means;
  payment.authenticatedAt = books.clock.now();
  payment.status = 'IN_PROGRESS';
}

export function confirm(books: Books, shop: TossShop, fields: Fields): FakePayment {
  const { paymentKey, orderId: id, amount } = fields;
  const isWhole = typeof amount === 'number' && Number.isSafeInteger(amount) && amount > 0;
  const isText = typeof paymentKey === 'string' && paymentKey.length <= 200 && typeof id === 'string';
  if (!isText || !isWhole) throw new TossRefusal(400, 'INVALID_REQUEST');
  const payment = books.byKey(shop, paymentKey) ?? elsewhere(books, shop, paymentKey);
  // An order that was confirmed in another of its windows is closed for all of them.
  const isPaid = books.byOrder(shop, payment.orderId)?.approvedAt !== null;
  if (isPaid || !['READY', 'IN_PROGRESS', 'EXPIRED'].includes(payment.status)) {
    throw new TossRefusal(400, 'ALREADY_PROCESSED_PAYMENT');
  }
  if (payment.orderId !== id || payment.status !== 'IN_PROGRESS')
    throw new TossRefusal(404, 'NOT_FOUND_PAYMENT_SESSION');
  // Which code a wrong sum gets isn't documented.
  if (payment.amount !== amount) throw new TossRefusal(400, 'INVALID_REQUEST');
  if (payment.declines) {
    const { status, code } = payment.declines;
    payment.failure = code;
    books.become(payment, 'ABORTED');
    throw new TossRefusal(status, code);
  }
  books.approve(payment);
  return payment;
}

/** A key of the other environment is a mistake of keys; of another shop, nothing at all. */
function elsewhere(books: Books, shop: TossShop, paymentKey: string): never {
  const found = books.payments.find((one) => one.paymentKey === paymentKey);
  if (found?.shop.mId === shop.mId) throw new TossRefusal(400, 'INVALID_API_KEY');
  throw new TossRefusal(404, 'NOT_FOUND_PAYMENT');
}
