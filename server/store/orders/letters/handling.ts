/** Letters to a buyer about what the shop has done with her order: written down, sent, cancelled, paid back. */
import { formatWon } from '../../../money/money';
import { translateTo } from '../../../i18n/translate';
import { trackingLink } from '../carriers';
import type { Order } from '../model';
import type { Letter, LetterBlock, LetterFact } from '../../mail/letter';
import { seeOrder, whatAndWhere, type LinkMaker } from './order';
import { inWords } from '../../../i18n/moments';

export function paymentLinkLetter(order: Order, links: LinkMaker): Letter {
  const text = translateTo(order.locale);
  const deadline = inWords(order.paymentDueAt, order.locale);
  return {
    subject: text('mail:paymentLink.subject', { number: order.number }),
    title: text('mail:paymentLink.title'),
    blocks: [
      { kind: 'text', text: text('mail:paymentLink.text', { deadline, total: formatWon(order.total) }) },
      seeOrder(order, links, text('mail:paymentLink.pay')),
      ...whatAndWhere(order, order.locale),
    ],
    closing: text('mail:order.closing'),
  };
}

/** @param order with its carrier and, where there is one, its tracking number */
export function orderShippedLetter(order: Order, links: LinkMaker): Letter {
  const text = translateTo(order.locale);
  const kind = order.carrier === 'pickup' ? 'orderReady' : 'orderShipped';
  return {
    subject: text(`mail:${kind}.subject`, { number: order.number }),
    title: text(`mail:${kind}.title`),
    blocks: [
      { kind: 'text', text: text(`mail:${kind}.text`) },
      ...parcel(order),
      seeOrder(order, links, text('mail:order.see')),
      ...whatAndWhere(order, order.locale),
    ],
    closing: text('mail:order.closing'),
  };
}

function parcel(order: Order): LetterBlock[] {
  const { carrier, trackingNumber } = order;
  if (carrier === null || carrier === 'pickup') return [];
  const text = translateTo(order.locale);
  const facts: LetterFact[] = [{ label: text('mail:orderShipped.carrier'), value: text(`orders:carriers.${carrier}`) }];
  if (trackingNumber !== null) facts.push({ label: text('mail:orderShipped.tracking'), value: trackingNumber });
  const href = trackingLink(carrier, trackingNumber);
  const track: LetterBlock[] = href ? [{ kind: 'action', label: text('mail:orderShipped.track'), href }] : [];
  return [{ kind: 'facts', title: text('mail:orderShipped.parcel'), facts }, ...track];
}

export function orderCancelledLetter(order: Order, links: LinkMaker): Letter {
  const text = translateTo(order.locale);
  const said = order.paidAt === null ? 'unpaid' : 'paid';
  return {
    subject: text('mail:orderCancelled.subject', { number: order.number }),
    title: text('mail:orderCancelled.title'),
    blocks: [
      { kind: 'text', text: text(`mail:orderCancelled.${said}`, { total: formatWon(order.total) }) },
      seeOrder(order, links, text('mail:order.see')),
      ...whatAndWhere(order, order.locale),
    ],
    closing: text('mail:order.closing'),
  };
}

/** @param amount what went back just now; `order.refunded` is what went back in all */
export function orderRefundedLetter(order: Order, amount: number, links: LinkMaker): Letter {
  const text = translateTo(order.locale);
  const sums: LetterFact[] = [{ label: text('mail:order.total'), value: formatWon(order.total) }];
  if (order.refunded !== amount) {
    sums.push({ label: text('mail:orderRefunded.before'), value: formatWon(order.refunded - amount) });
  }
  sums.push({ label: text('mail:orderRefunded.now'), value: formatWon(amount) });
  return {
    subject: text('mail:orderRefunded.subject', { number: order.number }),
    title: text('mail:orderRefunded.title', { amount: formatWon(amount) }),
    blocks: [
      { kind: 'text', text: text('mail:orderRefunded.text') },
      { kind: 'sums', sums },
      seeOrder(order, links, text('mail:order.see')),
    ],
    closing: text('mail:order.closing'),
  };
}
