import { inWords } from '../../../i18n/dates';
import { localPath, type Locale } from '../../../i18n/locale';
import { formatWon } from '../../../money/money';
import type { Letter, LetterBlock, LetterFact } from '../../mail';
import { SEALED } from '../../mail/model';
import { translateTo } from '../../texts';
import type { Order } from '../model';
import { orderPath } from '../order-link';
import { promisedText } from './promised';

export function orderPlacedLetter(order: Order, apex: string): Letter {
  const text = translateTo(order.locale);
  const total = formatWon(order.total);
  const deadline = inWords(order.paymentDueAt, order.locale);
  return toBuyer('orderPlaced', order, apex, [
    { kind: 'text', text: text('orderLetters:orderPlaced.text', { deadline, total }) },
    transferFacts(order),
    seeOrder(order, apex, text('orderLetters:order.see')),
    ...whatAndWhere(order, order.locale),
  ]);
}

export function transferFacts({ locale, transferTo, depositor, total, paymentDueAt }: Order): LetterBlock {
  const text = translateTo(locale);
  const { bank = '', account = '', holder = '' } = transferTo ?? {};
  const paidInto = {
    bank,
    account,
    holder,
    amount: formatWon(total),
    ...(depositor !== null && { depositor }),
    deadline: inWords(paymentDueAt, locale),
  };
  return {
    kind: 'facts',
    title: text('orderLetters:orderPlaced.bankTitle'),
    facts: Object.entries(paidInto).map(([name, value]) => ({
      label: text(`orderLetters:orderPlaced.${name as keyof typeof paidInto}`),
      value,
    })),
  };
}

export function orderPaidLetter(order: Order, apex: string): Letter {
  const text = translateTo(order.locale);
  return toBuyer('orderPaid', order, apex, [
    { kind: 'text', text: text('orderLetters:orderPaid.text') },
    seeOrder(order, apex, text('orderLetters:order.see')),
    ...whatAndWhere(order, order.locale),
  ]);
}

type Told =
  | 'orderPlaced'
  | 'orderReminder'
  | 'orderExpired'
  | 'orderPaid'
  | 'paymentLink'
  | 'orderShipped'
  | 'orderReady'
  | 'orderCancelled'
  | 'questionAnswered';

export function toBuyer(told: Told, order: Order, apex: string, blocks: readonly LetterBlock[]): Letter {
  const { locale, number } = order;
  const text = translateTo(locale);
  return {
    subject: text(`orderLetters:${told}.subject`, { number }),
    title: text(`orderLetters:${told}.title`),
    blocks,
    closing: closingOf(order, apex),
  };
}

/** Why the buyer has this, and how she finds her order where its link is lost. */
export const closingOf = ({ locale, number }: Order, apex: string): string =>
  translateTo(locale)('orderLetters:order.closing', {
    lookup: apex + localPath(locale, `/orders/lookup?number=${number}`),
  });

export function newOrderLetter(order: Order, locale: Locale): Letter {
  const text = translateTo(locale);
  const paid = order.status === 'paid';
  const state = paid
    ? text('orderLetters:newOrder.paid')
    : text('orderLetters:newOrder.awaiting', { deadline: inWords(order.paymentDueAt, locale) });
  return {
    subject: text('orderLetters:newOrder.subject', { number: order.number, total: formatWon(order.total) }),
    title: text('orderLetters:newOrder.title'),
    blocks: [{ kind: 'text', text: state }, aboutBuyer(order, locale), ...whatAndWhere(order, locale)],
    closing: text('orderLetters:newOrder.closing'),
  };
}

export function latePaymentLetter(order: Order, locale: Locale): Letter {
  const text = translateTo(locale);
  return {
    subject: text('orderLetters:latePayment.subject', { number: order.number }),
    title: text('orderLetters:latePayment.title'),
    blocks: [
      { kind: 'text', text: text('orderLetters:latePayment.text', { total: formatWon(order.total) }) },
      aboutBuyer(order, locale),
      ...whatAndWhere(order, locale),
    ],
    closing: text('orderLetters:newOrder.closing'),
  };
}

/** The link's key is sealed until the letter is sent: who reads the outbox gets into no order. */
export const seeOrder = (order: Order, apex: string, label: string): LetterBlock => ({
  kind: 'action',
  label,
  href: `${apex}${orderPath(order.locale, order.number, '')}${SEALED}`,
});

function aboutBuyer(order: Order, locale: Locale): LetterBlock {
  const text = translateTo(locale);
  return {
    kind: 'facts',
    title: text('orderLetters:newOrder.buyer'),
    facts: [
      ...(order.email ? [{ label: text('orderLetters:newOrder.email'), value: order.email }] : []),
      { label: text('orderLetters:newOrder.placedAt'), value: inWords(order.placedAt, locale) },
      {
        label: text('orderLetters:newOrder.payment'),
        value: text(`orderLetters:newOrder.methods.${order.paymentMethod}`),
      },
      ...(order.depositor === null
        ? []
        : [{ label: text('orderLetters:orderPlaced.depositor'), value: order.depositor }]),
    ],
  };
}

export function whatAndWhere(order: Order, locale: Locale): LetterBlock[] {
  const text = translateTo(locale);
  const { address } = order;
  const where: LetterFact[] = [
    { label: text('orderLetters:order.number'), value: order.number },
    { label: text('orderLetters:order.recipient'), value: address.recipient },
    { label: text('orderLetters:order.phone'), value: address.phone },
    {
      label: text('orderLetters:order.address'),
      value: `(${address.postcode}) ${address.line1} ${address.line2}`.trim(),
    },
  ];
  if (address.deliveryNote) where.push({ label: text('orderLetters:order.deliveryNote'), value: address.deliveryNote });
  const arrival = promisedText(order, locale);
  if (arrival) where.push({ label: text('orderLetters:order.arrival'), value: arrival });
  return [
    {
      kind: 'lines',
      title: text('orderLetters:order.lines'),
      lines: order.lines.map((line) => ({
        name: locale === 'ko' ? line.nameKo : line.nameEn,
        detail: text('orderLetters:order.quantity', {
          house: locale === 'ko' ? line.houseKo : line.houseEn,
          volume: line.volumeMl,
          quantity: line.quantity,
        }),
        amount: formatWon(line.unitPrice * line.quantity),
      })),
    },
    {
      kind: 'sums',
      sums: [
        { label: text('orderLetters:order.subtotal'), value: formatWon(order.subtotal) },
        {
          label: text('orderLetters:order.deliveryFee'),
          value: order.deliveryFee === 0 ? text('orderLetters:order.free') : formatWon(order.deliveryFee),
        },
        { label: text('orderLetters:order.total'), value: formatWon(order.total) },
      ],
    },
    { kind: 'facts', title: text('orderLetters:order.deliverTo'), facts: where },
  ];
}
