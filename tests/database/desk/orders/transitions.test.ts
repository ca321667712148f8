/** What an order may become: the database refuses everything else. */
import { isClosed, isUnderWay, ORDER_STATUSES, type OrderStatus } from '../../../../server/store/orders/model';
import { withCounter } from '../../store/orders/counter';

const SKU = 'TST-AFTER-RAIN-010';

const counter = withCounter();

/** Everything that has to be so in a state, so that only the transition itself can be wrong. */
function columnsOf(status: OrderStatus): string {
  const sent = status === 'shipped' || status === 'delivered';
  return `status = '${status}',
    paid_at = ${sent || status === 'paid' ? 'now()' : 'null'},
    shipped_at = ${sent ? 'now()' : 'null'}, carrier = ${sent ? `'pickup'` : 'null'},
    delivered_at = ${status === 'delivered' ? 'now()' : 'null'},
    closed_at = ${isClosed(status) ? 'now()' : 'null'}, stock_returned_at = ${isClosed(status) ? 'now()' : 'null'}`;
}

/** Going back is for a click that was a mistake, or a deposit that was reversed; out of an end only held money leads. */
const TRANSITIONS: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ['paid', 'declined', 'cancelled', 'expired'],
  paid: ['shipped', 'cancelled', 'pending'],
  shipped: ['delivered', 'paid'],
  delivered: ['shipped'],
  declined: ['paid'],
  cancelled: ['paid'],
  expired: ['paid'],
};

test('every state waits for its money, is under way or is closed, and never two of them', () => {
  for (const status of ORDER_STATUSES) {
    expect([status === 'pending', isUnderWay(status), isClosed(status)].filter(Boolean)).toHaveLength(1);
  }
});

test.each(ORDER_STATUSES)('an order that is %s becomes what it may, and is refused everything else', async (from) => {
  const order = await counter.placed(await counter.guestWith(SKU));
  const outcomes: Record<string, string> = {};
  await counter.database.during('alter table orders disable trigger allowed_transition', async (client) => {
    await client.query(`update orders set ${columnsOf(from)} where id = $1`, [order.id]);
    await client.query('alter table orders enable trigger allowed_transition');
    for (const to of ORDER_STATUSES) {
      if (to === from) continue;
      await client.query('savepoint before');
      outcomes[to] = await client
        .query(`update orders set ${columnsOf(to)} where id = $1`, [order.id])
        .then(() => 'became')
        .catch((error: unknown) => (error as Error).message);
      await client.query('rollback to before');
    }
  });
  for (const [to, outcome] of Object.entries(outcomes)) {
    const refused = `an order that is ${from} does not become ${to}`;
    expect(outcome).toBe(TRANSITIONS[from].includes(to as OrderStatus) ? 'became' : refused);
  }
});
