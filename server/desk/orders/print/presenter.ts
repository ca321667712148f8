import { dayOf } from '../../../i18n/dates';
import type { StoredOrder } from '../../../store/orders/model';
import type { Seller } from '../../../store/settings/model';
import type { Wording } from '../../web/format';
import { lineWords } from '../presenter';

export type PrintKind = 'slip' | 'label';

export function printPage(kind: PrintKind, orders: readonly StoredOrder[], seller: Seller, { locale, text }: Wording) {
  return {
    kind,
    title: text(`deskOrders:print.${kind}`),
    hint: text('deskOrders:print.hint', { paper: text(`deskOrders:print.papers.${kind}`) }),
    seller: {
      name: seller.company,
      address: [seller.postcode, seller.address].filter(Boolean).join(' '),
      phone: seller.phone,
    },
    sheets: orders.map((order) => ({
      number: order.number,
      placed: dayOf(order.placedAt, locale),
      address: order.address,
      bottles: text('deskOrders:print.bottles', {
        count: order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
      }),
      lines: order.lines.map((line) => lineWords(line, locale)),
    })),
  };
}
