import type { PaymentMethodName } from '../../../config/env';
import type { Executor } from '../../../db/pool';
import type { Locale } from '../../../i18n/locale';
import { depositorKey } from '../../../values/depositor';
import { isBlocked } from '../../accounts/service';
import { quoteOf } from '../../cart';
import type { Cart, Visitor } from '../../cart/model';
import { findOrderedCart, holdForOrder, markOrdered } from '../../cart/service';
import { type Address } from '../../contacts/model';
import { arrivalOf, pastPause } from '../../delivery';
import { readRule } from '../../delivery/service';
import { hoursToPay } from '../../payments';
import type { Payments } from '../../payments/service';
import { accountOf, type Settings } from '../../settings/model';
import type { OrderMails } from '../mails';
import { JUST_PLACED, type Order, type StoredOrder } from '../model';
import { makeOrderNumber } from '../order-number';
import {
  insertDepositor,
  insertOrder,
  insertOrderEvent,
  insertOrderLines,
  selectOrderOfCart,
  type NewOrder,
} from '../queries';
import { insertPayment } from '../settlement/queries';
import { takeStock } from '../stock/queries';
import type { Origin } from '../unpaid/queries';
import { remindAt } from '../unpaid/reminding';
import type { Refusal, UnpaidLimits } from '../unpaid/rule';
import { holdOrigin, originOf, waysToPay, type Source } from '../unpaid/service';
import { differences, type Expectation } from './expectation';

export interface Ordering {
  readonly locale: Locale;
  /** Blank where the desk writes down an order of somebody who gave none: she gets no mails. */
  readonly email: string;
  readonly address: Address;
  readonly paymentMethod: PaymentMethodName;
  /** By what name a transfer will come; null where it is paid otherwise. */
  readonly depositor: string | null;
}

export interface OrderRequest extends Ordering {
  readonly visitor: Visitor;
  readonly source: Source;
  /** The checkout form's own key: sent again, it finds the order it has made, whatever is in the cart by then. */
  readonly attempt: string | null;
  readonly expected: Expectation | null;
}

export type Placement =
  | { readonly kind: 'placed'; readonly order: StoredOrder }
  /** The same cart has been ordered by another click. */
  | { readonly kind: 'already-placed'; readonly order: StoredOrder }
  /** Prices, stock or goods are not what she saw: nothing happened, she decides anew. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'empty' }
  /** It may not wait for its money this way. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The shop's owner lets this e-mail buy nothing. */
  | { readonly kind: 'blocked' };

export interface PlacingDeps {
  readonly mails: OrderMails;
  readonly payments: Payments;
  readonly makeNumber?: () => string;
  /** Others than the shop's own in tests only. */
  readonly unpaidLimits?: Partial<UnpaidLimits> | undefined;
}

export async function placeOrder(
  tx: Executor,
  deps: PlacingDeps,
  request: OrderRequest,
  at: { readonly settings: Settings; readonly now: Date },
): Promise<Placement> {
  const origin = originOf(request);
  await holdOrigin(tx, origin);
  const held = await holdForOrder(tx, request.visitor, at.now);
  // Asked only now: a form that was sent twice has waited above for its twin.
  const { attempt, visitor } = request;
  const ordered = held.kind === 'ordered' ? held.id : attempt && (await findOrderedCart(tx, visitor, attempt));
  const order = ordered && (await selectOrderOfCart(tx, ordered));
  if (order) return { kind: 'already-placed', order };
  if (held.kind !== 'held') return { kind: 'empty' };
  if (await isBlocked(tx, { email: request.email, accountId: request.visitor.accountId })) return { kind: 'blocked' };
  const { id: cartId, cart } = held;
  if (cart.lines.length === 0) return { kind: 'empty' };
  if (cart.lines.some(({ problem }) => problem)) return { kind: 'changed' };
  const rule = await readRule(tx, at.settings);
  const quote = quoteOf(cart.goods, rule, request.address.postcode);
  const { from, until } = arrivalOf(at.now, rule, request.address.postcode);
  const ways = await waysToPay(tx, origin, cart, deps.unpaidLimits);
  const refusal = ways.refusalOf(request.paymentMethod);
  if (refusal) return { kind: 'refused', refusal };
  const hours = request.paymentMethod === 'bank' ? hoursToPay(at.settings.bank, ways.isRunningOut) : null;
  if (differences(request.expected, { lines: cart.goods, quote, hours, until }).length > 0) return { kind: 'changed' };

  const isTransfer = request.paymentMethod === 'bank';
  const deadline = deps.payments.method(request.paymentMethod).deadline(at.now, at.settings, ways.isRunningOut);
  const placed = await insertWithNumber(tx, deps, {
    ...newOrder(request, origin, cart, at.now),
    transferTo: isTransfer ? accountOf(at.settings.bank) : null,
    cartId,
    subtotal: quote.subtotal,
    deliveryFee: quote.deliveryFee,
    total: quote.total,
    paymentDueAt: isTransfer ? pastPause(deadline, rule) : deadline,
    promised: { from, until },
  });
  if (!(await takeStock(tx, cart.lines, { orderId: placed.id, at: at.now })))
    throw new Error('held stock was not enough');
  await record(tx, placed, at.now);
  if (placed.paymentMethod === 'bank') await deps.mails.orderPlaced(tx, placed);
  return { kind: 'placed', order: placed };
}

export type Draft = Omit<NewOrder, 'number' | 'remindAt'>;

function newOrder(request: OrderRequest, origin: Origin, cart: Cart, now: Date) {
  const { locale, email, address, paymentMethod, depositor, visitor } = request;
  const lines = cart.lines.map(({ problem: _, ...line }) => line);
  return {
    locale,
    email,
    address,
    paymentMethod,
    depositor,
    accountId: visitor.accountId,
    origin,
    lines,
    placedAt: now,
    currency: 'KRW',
    channel: 'web',
  } as const;
}

/** Numbers are drawn, so two can be alike; see order-number.ts for how rarely. */
const DRAWS = 8;

export async function insertWithNumber(tx: Executor, deps: PlacingDeps, draft: Draft): Promise<StoredOrder> {
  for (let draw = 1; draw <= DRAWS; draw++) {
    const number = (deps.makeNumber ?? makeOrderNumber)();
    const id = await insertOrder(tx, { ...draft, number, remindAt: remindAt(draft) });
    if (id) return { ...JUST_PLACED, ...withoutOrigin(draft), id, number };
  }
  throw new Error('no free order number was drawn');
}

/** It is counted in the database, and nobody is told. */
const withoutOrigin = ({ origin: _origin, ...order }: Draft): Omit<Draft, 'origin'> => order;

/** What comes with every order: its lines, its first payment, and the first line of its history. */
export async function record(
  tx: Executor,
  order: Order & { readonly cartId: string },
  now: Date,
  staffId: string | null = null,
): Promise<void> {
  const { id: orderId, total, paymentMethod, depositor } = order;
  await insertOrderLines(tx, orderId, order.lines);
  if (depositor !== null) await insertDepositor(tx, orderId, depositor, depositorKey(depositor));
  await insertPayment(tx, { orderId, method: paymentMethod, amount: total, currency: 'KRW', now });
  await markOrdered(tx, order.cartId, now);
  await insertOrderEvent(tx, { orderId, at: now, kind: 'placed', detail: { total, method: paymentMethod }, staffId });
}
