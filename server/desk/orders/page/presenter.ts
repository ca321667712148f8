import { randomUUID } from 'node:crypto';
import { given, hasWord, worded } from '../../../i18n/translate';
import { formatWon } from '../../../money/money';
import { trackingLink } from '../../../store/carriers/model';
import { isClosed, isUnderWay, promisedText } from '../../../store/orders';
import type { StoredOrder } from '../../../store/orders/model';
import { faultsInWords } from '../../../web/form-page';
import type { FieldErrors } from '../../../web/forms';
import { DESK_TEXTS } from '../../texts';
import { codeInWords, mailInWords } from '../../web/code-words';
import { type Wording } from '../../web/format';
import { type OrderFault, readBottles, type Refundable, sumOf } from '../forms';
import type { OrderEvent, OrderMail, OrderSurroundings } from '../model';
import { carrierOptions, lineWords } from '../presenter';

export interface Tried {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: FieldErrors<OrderFault>;
}

export interface PageOptions extends Wording {
  /** The signed address that opens the order for whoever has it; null for who only reads. */
  readonly link: string | null;
  readonly tried: Tried | null;
  /** Whom the shop sends with, or ''. */
  readonly carrier: string;
}

export type NextStep = 'confirm' | 'waiting' | 'ship' | 'deliver' | 'refund' | 'delivered' | 'closed';

function nextStep(order: StoredOrder, left: number): NextStep {
  switch (order.status) {
    case 'pending':
      return order.paymentMethod === 'bank' ? 'confirm' : 'waiting';
    case 'paid':
      return 'ship';
    case 'shipped':
      return 'deliver';
    case 'delivered':
      return 'delivered';
    default:
      return order.paidAt !== null && left > 0 ? 'refund' : 'closed';
  }
}

export function orderPage(order: StoredOrder, around: OrderSurroundings, options: PageOptions) {
  const { locale, text, format, tried } = options;
  const left = Math.max(0, around.received - order.refunded - around.refunding);
  const isByHand = order.paymentMethod === 'bank';
  const step = nextStep(order, left);
  const amounts = {
    total: formatWon(order.total),
    received: formatWon(around.received),
    amount: formatWon(left),
    held: formatWon(around.held),
  };
  return {
    number: order.number,
    here: `/admin/orders/${order.number}`,
    title: order.number,
    lead: text('deskOrders:page.lead', {
      state: text(`deskOrders:states.${order.status}`),
      placed: format.time(order.placedAt),
    }),
    status: order.status,
    step,
    nextText: text(`deskOrders:next.${step === 'refund' && !isByHand ? 'refundBack' : step}`, {
      ...amounts,
      due: format.time(order.paymentDueAt),
    }),
    confirmAsk: text(`deskOrders:next.${order.email === '' ? 'confirmAskMute' : 'confirmAsk'}`, amounts),
    flag: order.flag && { code: order.flag, text: text(`deskOrders:next.${order.flag}`, amounts) },
    erased: order.erasedAt && text('deskOrders:page.erased', { day: format.day(order.erasedAt) }),
    lines: order.lines.map((line) => ({
      ...lineWords(line, locale),
      picture: `/pictures/${line.picture}`,
      unitPrice: line.unitPrice,
      amount: line.unitPrice * line.quantity,
    })),
    sums: {
      subtotal: order.subtotal,
      deliveryFee: order.deliveryFee,
      total: order.total,
      received: around.received,
      refunded: order.refunded,
      refunding: around.refunding,
      left,
    },
    held: around.held > 0 ? heldAsks(order, amounts, options) : null,
    email: order.email,
    mailLocale: text(`deskOrders:page.locales.${order.locale}`),
    address: order.address,
    customer: around.customerId && `/admin/customers/${around.customerId}`,
    blocked: around.blocked,
    payment: {
      method: text(`deskOrders:methods.${order.paymentMethod}`),
      // What the buyer was shown, whatever the settings say by now.
      account: order.transferTo && Object.values(order.transferTo).join(' '),
      depositor: order.depositor,
      due: order.status === 'pending' ? format.time(order.paymentDueAt) : null,
      paidAt: order.paidAt && format.time(order.paidAt),
      reference: order.paymentMethod === 'bank' ? null : around.paymentReference,
      channel: text(`deskOrders:page.channels.${order.channel}`),
    },
    arrival: promisedText(order, locale),
    parcel: parcelOf(order, options),
    link: order.erasedAt ? null : options.link,
    lateAsk: isLateTransfer(order, around) ? text('deskOrders:actions.lateAsk', amounts) : null,
    cancelAsk: cancelAsk(order, amounts, options),
    refund: left > 0 ? refundView(order, around, { left, isByHand }, options) : null,
    carriers: [{ value: '', label: '' }, ...carrierOptions(text)],
    values: { carrier: options.carrier, ...tried?.values } as Readonly<Record<string, string>>,
    printed: isUnderWay(order.status) && !order.erasedAt,
    ...faultsInWords(
      tried?.errors ?? {},
      (code) =>
        text(`deskOrders:errors.${code}`, { amount: formatWon(left), sum: formatWon(chosenSum(order, around, tried)) }),
      (name) => text(`deskOrders:fields.${worded(deskOrders.fields, name)}`),
    ),
    questions: questionsOf(around.questions, options),
    history: around.events.map((event) => eventView(event, options)),
    mails: around.mails.map((mail) => mailView(mail, options)),
  };
}

/** A transfer can come when its order is closed: it is written down, so that it can be paid back. */
const isLateTransfer = ({ status, paymentMethod, erasedAt }: StoredOrder, { received }: OrderSurroundings): boolean =>
  isClosed(status) && paymentMethod === 'bank' && received === 0 && !erasedAt;

function cancelAsk(order: StoredOrder, amounts: Readonly<Record<string, string>>, { text }: PageOptions) {
  if (order.status === 'pending') return text('deskOrders:actions.cancelAskPending');
  if (order.status !== 'paid') return null;
  return text(`deskOrders:actions.cancelAskPaid${order.paymentMethod === 'bank' ? '' : 'Back'}`, amounts);
}

function questionsOf(all: OrderSurroundings['questions'], { text, format }: Wording) {
  const open = all.filter(({ closedAt }) => closedAt === null);
  return {
    /** The last one that waits, up to which an answer goes. */
    seen: open.at(-1)?.id ?? null,
    said: all.flatMap(({ askedAt, question, closedAt, answer, staff }) => [
      {
        at: format.time(askedAt),
        who: text(`deskOrders:questions.${closedAt === null ? 'waits' : 'asked'}`),
        waits: closedAt === null,
        text: question,
      },
      ...(answer && closedAt
        ? [{ at: format.time(closedAt), who: staff ?? text('deskOrders:questions.shop'), waits: false, text: answer }]
        : []),
    ]),
  };
}

/** What of an order's lines is not refunded yet. */
export const refundableOf = ({ lines }: StoredOrder, { refundedBottles }: OrderSurroundings): Refundable[] =>
  lines.map(({ variantId, unitPrice, quantity }) => ({
    variantId,
    unitPrice,
    left: Math.max(0, quantity - (refundedBottles[variantId] ?? 0)),
  }));

/** What the bottles come to that were chosen; 0 for none. */
function chosenSum(order: StoredOrder, around: OrderSurroundings, tried: Tried | null): number {
  const refundable = refundableOf(order, around);
  const { variant, back, restock } = (tried?.values ?? {}) as Record<string, unknown>;
  return sumOf(readBottles({ variant, back, restock }, refundable) ?? [], refundable);
}

/** By a transfer of her own she notes it; through its provider it is sent. */
function refundView(
  order: StoredOrder,
  around: OrderSurroundings,
  { left, isByHand }: { readonly left: number; readonly isByHand: boolean },
  { locale, text, tried }: PageOptions,
) {
  const sum = chosenSum(order, around, tried);
  const typed = (name: string, at: number): string => {
    const one: unknown = [(tried?.values as Record<string, unknown> | undefined)?.[name] ?? []].flat()[at];
    return typeof one === 'string' ? one : '';
  };
  return {
    attempt: tried?.values['attempt'] ?? randomUUID(),
    sumAsked: sum === 0 ? '' : String(sum),
    lines: refundableOf(order, around).map(({ variantId, left: most }, at) => {
      const line = order.lines.find((one) => one.variantId === variantId);
      const { name = '', volume = '' } = line ? lineWords(line, locale) : {};
      return {
        variantId,
        back: typed('back', at),
        restock: typed('restock', at),
        backLabel: text('deskOrders:refund.back', { name: `${name} ${volume}`, most }),
        restockLabel: text('deskOrders:refund.restock', { name: `${name} ${volume}` }),
      };
    }),
    amount: tried?.errors['amount'] === 'sum' ? String(sum) : (tried?.values['amount'] ?? String(left)),
    label: text(`deskOrders:actions.${isByHand ? 'refund' : 'refundBack'}`),
    hint: text(`deskOrders:actions.${isByHand ? 'refundHint' : 'refundBackHint'}`, { amount: formatWon(left) }),
  };
}

/** What can be made of money that pays nothing as it is. */
function heldAsks(order: StoredOrder, amounts: { readonly held: string }, { text }: PageOptions) {
  const canPay = order.paidAt === null && !order.erasedAt;
  return {
    honour: canPay ? text(`deskOrders:actions.honourAsk${isClosed(order.status) ? 'Closed' : ''}`, amounts) : null,
    refund: order.paymentMethod === 'bank' ? null : text('deskOrders:actions.refundHeldAsk', amounts),
  };
}

function parcelOf(order: StoredOrder, { text, format }: Wording) {
  const { carrier, trackingNumber, shippedAt, deliveredAt } = order;
  if (carrier === null || shippedAt === null) return null;
  return {
    carrier: text(`orderWords:carriers.${carrier}`),
    trackingNumber,
    href: trackingLink(carrier, trackingNumber),
    shippedAt: format.time(shippedAt),
    deliveredAt: deliveredAt && format.time(deliveredAt),
  };
}

const MONEY = new Set(['total', 'amount', 'from', 'to']);

const { deskOrders } = DESK_TEXTS.ko;

function eventView({ at, kind, detail, staff }: OrderEvent, { text, format }: Wording) {
  const values = Object.fromEntries(
    Object.entries(detail).map(([name, value]) => {
      if (MONEY.has(name) && typeof value === 'number') return [name, formatWon(value)];
      return [name, typeof value === 'string' ? (codeInWords(text, name, value) ?? value) : value];
    }),
  );
  const { tracking, text: said } = detail;
  return {
    at: at.toISOString(),
    time: format.time(at),
    what: hasWord(deskOrders.events, kind) ? text(`deskOrders:events.${kind}`, given(values)) : kind,
    said: [tracking, said].filter((part) => part !== undefined).join('\n'),
    staff,
  };
}

function mailView(mail: OrderMail, { text, format }: Wording) {
  const what = mailInWords(text, mail.kind) ?? mail.kind;
  return {
    id: mail.id,
    what,
    recipient: mail.recipient,
    state: text(`deskOrders:mailStates.${mail.status}`),
    done: mail.status === 'sent',
    failed: mail.status === 'failed',
    reason: mail.status === 'sent' ? null : mail.lastError,
    time: format.time(mail.sentAt ?? mail.createdAt),
    resendOf: text('deskOrders:page.resendOf', { mail: what }),
  };
}
