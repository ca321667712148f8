/** Letters to whoever has not paid yet: in time, and when it is too late. */
import { inWords } from '../../../i18n/dates';
import { formatWon } from '../../../money/money';
import type { Letter } from '../../mail';
import { translateTo } from '../../texts';
import type { Order } from '../model';
import { seeOrder, toBuyer, transferFacts, whatAndWhere } from './order';

export function orderReminderLetter(order: Order, apex: string): Letter {
  const text = translateTo(order.locale);
  const isBank = order.paymentMethod === 'bank';
  const values = { deadline: inWords(order.paymentDueAt, order.locale), total: formatWon(order.total) };
  return toBuyer('orderReminder', order, apex, [
    { kind: 'text', text: text(`orderLetters:orderReminder.${isBank ? 'bank' : 'card'}`, values) },
    ...(isBank ? [transferFacts(order)] : []),
    seeOrder(order, apex, text(isBank ? 'orderLetters:order.see' : 'orderLetters:paymentLink.pay')),
    ...whatAndWhere(order, order.locale),
  ]);
}

export function orderExpiredLetter(order: Order, apex: string): Letter {
  const text = translateTo(order.locale);
  const said = order.paymentMethod === 'bank' ? 'bank' : 'card';
  const deadline = inWords(order.paymentDueAt, order.locale);
  return toBuyer('orderExpired', order, apex, [
    { kind: 'text', text: text(`orderLetters:orderExpired.${said}`, { deadline }) },
    seeOrder(order, apex, text('orderLetters:orderExpired.again')),
    ...whatAndWhere(order, order.locale),
  ]);
}
