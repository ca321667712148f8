import { dayOf } from '../../../i18n/dates';
import { isUnderWay } from '../../../store/orders';
import type { StoredOrder } from '../../../store/orders/model';
import type { Seller } from '../../../store/settings/model';
import type { Wording } from '../../web/format';
import { lineWords } from '../presenter';

export type PrintKind = 'slip' | 'label';

/** A parcel is packed for what is paid, and once more where its paper was lost; nobody's address is left in an erased one. */
const isPrinted = ({ status, erasedAt }: StoredOrder): boolean => isUnderWay(status) && erasedAt === null;

export function printPage(kind: PrintKind, chosen: readonly StoredOrder[], seller: Seller, { locale, text }: Wording) {
  const orders = chosen.filter(isPrinted);
  const gone = chosen.filter((order) => !isPrinted(order));
  const again = orders.filter(({ status }) => status !== 'paid');
  const named = (those: readonly StoredOrder[]): string => those.map(({ number }) => number).join(', ');
  return {
    kind,
    title: text(`deskOrders:print.${kind}`),
    hint: orders.length === 0 ? '' : text('deskOrders:print.hint', { paper: text(`deskOrders:print.papers.${kind}`) }),
    gone: gone.length > 0 ? text('deskOrders:print.gone', { numbers: named(gone) }) : null,
    again: again.length > 0 ? text('deskOrders:print.again', { numbers: named(again) }) : null,
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
