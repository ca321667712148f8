import { formatWon } from '../../../money/money';
import type { StoredOrder } from '../../../store/orders/model';
import type { Wording } from '../../web/format';
import { fromAnother } from '../presenter';

/** What is done with several unpaid orders at once, when it was asked whether it is meant. */
export const UNPAID_ACTS = ['confirm', 'cancel'] as const;
export type UnpaidAct = (typeof UNPAID_ACTS)[number];

/** Only a transfer is confirmed by hand. */
const isOpenFor = (act: UnpaidAct, { status, paymentMethod }: StoredOrder): boolean =>
  status === 'pending' && (act === 'cancel' || paymentMethod === 'bank');

export function unpaidPage(
  act: UnpaidAct,
  orders: readonly StoredOrder[],
  { locale, text }: Pick<Wording, 'locale' | 'text'>,
) {
  const open = orders.filter((order) => isOpenFor(act, order));
  const gone = orders.filter((order) => !isOpenFor(act, order)).map(({ number }) => number);
  const bottlesOf = ({ lines }: StoredOrder): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const count = open.length;
  const bottles = open.reduce((sum, order) => sum + bottlesOf(order), 0);
  const total = formatWon(open.reduce((sum, order) => sum + order.total, 0));
  return {
    action: `/admin/orders/${act}`,
    isFinal: act === 'cancel',
    title: text(`deskOrders:${act}.title`),
    lead: count > 0 ? text(`deskOrders:${act}.lead`, { count, total }) : '',
    told: text(`deskOrders:${act}.told`, { count: bottles }),
    send: text(`deskOrders:${act}.send`, { count }),
    keep: text(`deskOrders:${act}.keep`),
    gone: gone.length > 0 ? text(`deskOrders:${act}.gone`, { numbers: gone.join(', ') }) : null,
    rows: open.map((order) => ({
      number: order.number,
      recipient: order.address.recipient,
      depositor: fromAnother({ recipient: order.address.recipient, depositor: order.depositor }, text),
      email: order.email,
      goods: order.lines
        .map((line) => `${locale === 'ko' ? line.nameKo : line.nameEn} ${line.volumeMl}ml × ${line.quantity}`)
        .join(', '),
      total: order.total,
    })),
  };
}
