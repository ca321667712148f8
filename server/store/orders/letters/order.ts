/** Letters about an order, to its buyer and to the owner. */
import { formatWon } from '../../../money/money';
import type { Clock } from '../../../process/clock';
import type { Locale } from '../../../i18n/locale';
import { translateTo } from '../../../i18n/translate';
import type { Order } from '../model';
import { orderKey, orderPath } from '../order-link';
import type { BankAccount } from '../../settings/model';
import type { Letter, LetterBlock, LetterFact } from '../../mail/letter';
import { inWords } from '../../../i18n/moments';

/** What signed links are made from. */
export interface LinkMaker {
  readonly apex: string;
  readonly sessionSecret: string;
  readonly clock: Clock;
}

export function orderPlacedLetter(order: Order, bank: BankAccount, links: LinkMaker): Letter {
  const text = translateTo(order.locale);
  const total = formatWon(order.total);
  const deadline = inWords(order.paymentDueAt, order.locale);
  return {
    subject: text('mail:orderPlaced.subject', { number: order.number }),
    title: text('mail:orderPlaced.title'),
    blocks: [
      { kind: 'text', text: text('mail:orderPlaced.text', { deadline, total }) },
      {
        kind: 'facts',
        title: text('mail:orderPlaced.bankTitle'),
        facts: [
          { label: text('mail:orderPlaced.bank'), value: bank.bank },
          { label: text('mail:orderPlaced.account'), value: bank.account },
          { label: text('mail:orderPlaced.holder'), value: bank.holder },
          { label: text('mail:orderPlaced.amount'), value: total },
          { label: text('mail:orderPlaced.deadline'), value: deadline },
        ],
      },
      seeOrder(order, links, text('mail:order.see')),
      ...whatAndWhere(order, order.locale),
    ],
    closing: text('mail:order.closing'),
  };
}

export function orderPaidLetter(order: Order, links: LinkMaker): Letter {
  const text = translateTo(order.locale);
  return {
    subject: text('mail:orderPaid.subject', { number: order.number }),
    title: text('mail:orderPaid.title'),
    blocks: [
      { kind: 'text', text: text('mail:orderPaid.text') },
      seeOrder(order, links, text('mail:order.see')),
      ...whatAndWhere(order, order.locale),
    ],
    closing: text('mail:order.closing'),
  };
}

export function newOrderLetter(order: Order, locale: Locale): Letter {
  const text = translateTo(locale);
  const paid = order.status === 'paid';
  const state = paid
    ? text('mail:newOrder.paid')
    : text('mail:newOrder.awaiting', { deadline: inWords(order.paymentDueAt, locale) });
  return {
    subject: text('mail:newOrder.subject', { number: order.number, total: formatWon(order.total) }),
    title: text('mail:newOrder.title'),
    blocks: [{ kind: 'text', text: state }, aboutBuyer(order, locale), ...whatAndWhere(order, locale)],
    closing: text('mail:newOrder.closing'),
  };
}

export function latePaymentLetter(order: Order, locale: Locale): Letter {
  const text = translateTo(locale);
  return {
    subject: text('mail:latePayment.subject', { number: order.number }),
    title: text('mail:latePayment.title'),
    blocks: [
      { kind: 'text', text: text('mail:latePayment.text', { total: formatWon(order.total) }) },
      aboutBuyer(order, locale),
      ...whatAndWhere(order, locale),
    ],
    closing: text('mail:newOrder.closing'),
  };
}

export function seeOrder(order: Order, { apex, sessionSecret, clock }: LinkMaker, label: string): LetterBlock {
  const key = orderKey(sessionSecret, order.number, clock.now());
  return { kind: 'action', label, href: apex + orderPath(order.locale, order.number, key) };
}

function aboutBuyer(order: Order, locale: Locale): LetterBlock {
  const text = translateTo(locale);
  return {
    kind: 'facts',
    title: text('mail:newOrder.buyer'),
    facts: [
      ...(order.email ? [{ label: text('mail:newOrder.email'), value: order.email }] : []),
      { label: text('mail:newOrder.placedAt'), value: inWords(order.placedAt, locale) },
      { label: text('mail:newOrder.payment'), value: text(`mail:newOrder.methods.${order.paymentMethod}`) },
    ],
  };
}

export function whatAndWhere(order: Order, locale: Locale): LetterBlock[] {
  const text = translateTo(locale);
  const { address } = order;
  const where: LetterFact[] = [
    { label: text('mail:order.number'), value: order.number },
    { label: text('mail:order.recipient'), value: address.recipient },
    { label: text('mail:order.phone'), value: address.phone },
    { label: text('mail:order.address'), value: `(${address.postcode}) ${address.line1} ${address.line2}`.trim() },
  ];
  if (address.deliveryNote) where.push({ label: text('mail:order.deliveryNote'), value: address.deliveryNote });
  return [
    {
      kind: 'lines',
      title: text('mail:order.lines'),
      lines: order.lines.map((line) => ({
        name: locale === 'ko' ? line.nameKo : line.nameEn,
        detail: text('mail:order.quantity', {
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
        { label: text('mail:order.subtotal'), value: formatWon(order.subtotal) },
        {
          label: text('mail:order.deliveryFee'),
          value: order.deliveryFee === 0 ? text('mail:order.free') : formatWon(order.deliveryFee),
        },
        { label: text('mail:order.total'), value: formatWon(order.total) },
      ],
    },
    { kind: 'facts', title: text('mail:order.deliverTo'), facts: where },
  ];
}
