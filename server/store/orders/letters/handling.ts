/** To a buyer, about what the shop has done with her order. */
import { inWords } from '../../../i18n/dates';
import { formatWon } from '../../../money/money';
import { trackingLink } from '../../carriers/model';
import type { Letter, LetterBlock, LetterFact } from '../../mail';
import { translateTo } from '../../texts';
import type { Order } from '../model';
import { closingOf, seeOrder, toBuyer, whatAndWhere } from './order';

export function paymentLinkLetter(order: Order, apex: string): Letter {
  const text = translateTo(order.locale);
  const deadline = inWords(order.paymentDueAt, order.locale);
  return toBuyer('paymentLink', order, apex, [
    { kind: 'text', text: text('orderLetters:paymentLink.text', { deadline, total: formatWon(order.total) }) },
    seeOrder(order, apex, text('orderLetters:paymentLink.pay')),
    ...whatAndWhere(order, order.locale),
  ]);
}

/** @param order with its carrier and, where there is one, its tracking number */
export function orderShippedLetter(order: Order, apex: string): Letter {
  const text = translateTo(order.locale);
  const kind = order.carrier === 'pickup' ? 'orderReady' : 'orderShipped';
  return toBuyer(kind, order, apex, [
    { kind: 'text', text: text(`orderLetters:${kind}.text`) },
    ...parcel(order),
    seeOrder(order, apex, text('orderLetters:order.see')),
    ...whatAndWhere(order, order.locale),
  ]);
}

function parcel(order: Order): LetterBlock[] {
  const { carrier, trackingNumber } = order;
  if (carrier === null || carrier === 'pickup') return [];
  const text = translateTo(order.locale);
  const facts: LetterFact[] = [
    { label: text('orderLetters:orderShipped.carrier'), value: text(`orderWords:carriers.${carrier}`) },
  ];
  if (trackingNumber !== null) facts.push({ label: text('orderLetters:orderShipped.tracking'), value: trackingNumber });
  const href = trackingLink(carrier, trackingNumber);
  const track: LetterBlock[] = href ? [{ kind: 'action', label: text('orderLetters:orderShipped.track'), href }] : [];
  return [{ kind: 'facts', title: text('orderLetters:orderShipped.parcel'), facts }, ...track];
}

export function orderCancelledLetter(order: Order, apex: string): Letter {
  const text = translateTo(order.locale);
  const said = order.paidAt === null ? 'unpaid' : 'paid';
  return toBuyer('orderCancelled', order, apex, [
    { kind: 'text', text: text(`orderLetters:orderCancelled.${said}`, { total: formatWon(order.total) }) },
    seeOrder(order, apex, text('orderLetters:order.see')),
    ...whatAndWhere(order, order.locale),
  ]);
}

/** @param amount what went back just now; `order.refunded` is what went back in all */
export function orderRefundedLetter(order: Order, amount: number, apex: string): Letter {
  const text = translateTo(order.locale);
  const sums: LetterFact[] = [{ label: text('orderLetters:order.total'), value: formatWon(order.total) }];
  if (order.refunded !== amount) {
    sums.push({ label: text('orderLetters:orderRefunded.before'), value: formatWon(order.refunded - amount) });
  }
  sums.push({ label: text('orderLetters:orderRefunded.now'), value: formatWon(amount) });
  return {
    subject: text('orderLetters:orderRefunded.subject', { number: order.number }),
    title: text('orderLetters:orderRefunded.title', { amount: formatWon(amount) }),
    blocks: [
      { kind: 'text', text: text('orderLetters:orderRefunded.text') },
      { kind: 'sums', sums },
      seeOrder(order, apex, text('orderLetters:order.see')),
    ],
    closing: closingOf(order, apex),
  };
}
