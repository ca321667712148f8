import type { StoredOrder } from '../../../store/orders/model';
import type { Wording } from '../../web/format';

export function cancelPage(orders: readonly StoredOrder[], { locale, text }: Pick<Wording, 'locale' | 'text'>) {
  const open = orders.filter(({ status }) => status === 'pending');
  const gone = orders.filter(({ status }) => status !== 'pending').map(({ number }) => number);
  const bottlesOf = ({ lines }: StoredOrder): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const count = open.length;
  return {
    lead: text('deskOrders:cancel.lead', { count }),
    bottles: text('deskOrders:cancel.bottles', { count: open.reduce((sum, order) => sum + bottlesOf(order), 0) }),
    send: text('deskOrders:cancel.send', { count }),
    gone: gone.length > 0 ? text('deskOrders:cancel.gone', { numbers: gone.join(', ') }) : null,
    rows: open.map((order) => ({
      number: order.number,
      recipient: order.address.recipient,
      email: order.email,
      goods: order.lines
        .map((line) => `${locale === 'ko' ? line.nameKo : line.nameEn} ${line.volumeMl}ml × ${line.quantity}`)
        .join(', '),
      total: order.total,
    })),
  };
}
