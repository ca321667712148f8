import { dayOf } from '../../i18n/dates';
import type { Locale } from '../../i18n/locale';
import { trackingLink } from '../../store/carriers/model';
import { isClosed, isUnderWay, promisedText } from '../../store/orders';
import type { Order, OrderQuestion } from '../../store/orders/model';
import type { TransferAccount } from '../../store/settings/model';
import { lineView } from '../cart';
import type { StorefrontText } from '../texts';
import { goodsOf, openStateOf } from '../web/waiting';
import type { orders } from './texts.ko';

interface Wording {
  readonly locale: Locale;
  readonly text: StorefrontText;
  readonly now: Date;
}

export function orderView(order: Order, bank: TransferAccount, { locale, text, now }: Wording) {
  const open = openStateOf(order, { locale, now });
  const { isOpen, dueAt } = open;
  const state = stateOf(order, isOpen);
  const { subtotal, deliveryFee, total } = order;
  return {
    number: order.number,
    title: text(`orders:states.${state}.title`),
    lead: leadOf(order, state, dueAt, text),
    status: text(`orderWords:status.${order.status}`),
    isPaid: isUnderWay(order.status),
    placedAt: dayOf(order.placedAt, locale),
    method: text(`orders:methods.${order.paymentMethod}`),
    depositor: order.depositor,
    email: order.email,
    address: order.address,
    lines: order.lines.map((line) => lineView(line, locale, text)),
    quote: { subtotal, deliveryFee, total, missingForFreeDelivery: 0 },
    transfer: isOpen && order.paymentMethod === 'bank' ? transferOf(order, bank, dueAt) : null,
    ...open,
    isClosed: isClosed(order.status),
    parcel: parcelOf(order, locale, text),
    refunded: order.refunded,
    arrival: promisedText(order, locale),
  };
}

/** What is shown to whoever knows number and telephone number alone: nothing of whose it is. */
export function foundView(order: Order, { locale, text }: Omit<Wording, 'now'>) {
  const { number, subtotal, deliveryFee, total, paidAt, deliveredAt, refunded } = order;
  return {
    number,
    refunded,
    status: text(`orderWords:status.${order.status}`),
    isPaid: isUnderWay(order.status),
    placedAt: dayOf(order.placedAt, locale),
    paidAt: paidAt && dayOf(paidAt, locale),
    deliveredAt: deliveredAt && dayOf(deliveredAt, locale),
    parcel: parcelOf(order, locale, text),
    lines: order.lines.map((line) => lineView(line, locale, text)),
    quote: { subtotal, deliveryFee, total, missingForFreeDelivery: 0 },
  };
}

/** Questions and answers, in the order in which they were said. */
export const threadView = (thread: readonly OrderQuestion[], locale: Locale) =>
  thread.flatMap(({ askedAt, question, closedAt, answer }) => [
    { isAnswer: false, text: question, day: dayOf(askedAt, locale) },
    ...(answer && closedAt ? [{ isAnswer: true, text: answer, day: dayOf(closedAt, locale) }] : []),
  ]);

/** `copied` is what a bank's app takes: digits alone. */
function transferOf({ total, depositor }: Order, bank: TransferAccount, dueAt: string) {
  return { bank, dueAt, depositor, copied: { account: bank.account.replaceAll(/\D/g, ''), amount: String(total) } };
}

function parcelOf(order: Order, locale: Locale, text: StorefrontText) {
  const { carrier, trackingNumber, shippedAt } = order;
  if (carrier === null || shippedAt === null) return null;
  return {
    carrier: text(`orderWords:carriers.${carrier}`),
    trackingNumber,
    href: trackingLink(carrier, trackingNumber),
    shippedAt: dayOf(shippedAt, locale),
  };
}

/** The states whose sentence names the mailbox, which not everybody has who orders by telephone. */
const NAMES_MAILBOX = ['awaitingTransfer', 'paid', 'late'] as const;

function leadOf(order: Order, state: State, dueAt: string, text: StorefrontText): string {
  const mute = order.email === '' && NAMES_MAILBOX.find((one) => one === state);
  return text(mute ? `orders:withoutEmail.${mute}` : `orders:states.${state}.lead`, { dueAt, email: order.email });
}

type State = keyof (typeof orders)['states'];

function stateOf(order: Order, isOpen: boolean): State {
  if (order.flag === 'late-payment') return 'late';
  if (order.status === 'cancelled' && order.paidAt) return order.refunded < order.total ? 'refundDue' : 'refundedAll';
  if (order.status === 'cancelled' && order.channel === 'manual') return 'cancelledByShop';
  if (order.status === 'shipped' && order.carrier === 'pickup') return 'ready';
  if (order.status !== 'pending') return order.status;
  if (order.flag === 'amount-mismatch') return 'mismatch';
  if (order.isUnsure) return 'checking';
  if (!isOpen) return 'due';
  return order.paymentMethod === 'bank' ? 'awaitingTransfer' : 'awaitingCard';
}

export function orderRow(order: Order, { locale, text, now }: Wording) {
  const { isOpen, dueAt } = openStateOf(order, { locale, now });
  return {
    number: order.number,
    placedAt: dayOf(order.placedAt, locale),
    goods: goodsOf(order, locale, text),
    total: order.total,
    status: text(`orderWords:status.${order.status}`),
    due: isOpen ? text('orders:until', { dueAt }) : null,
    isPaid: isUnderWay(order.status),
    parcel: parcelOf(order, locale, text),
  };
}
