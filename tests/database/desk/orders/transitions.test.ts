/** The table of transitions in the code and the one in the database are the same, and nothing else can be written. */
import type { OrderStatus } from '../../../../server/store/orders/model';
import { isClosed, mayBecome, ORDER_STATUSES, TRANSITIONS } from '../../../../server/store/orders/transitions';
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

test('the database knows exactly the transitions that the code knows', async () => {
  const rows = await counter.database.rows<{ from: string; to: string }>`
    select from_status as from, to_status as to from order_transitions`;
  const known = Object.entries(TRANSITIONS).flatMap(([from, all]) => all.map((to) => `${from} ${to}`));
  expect(rows.map(({ from, to }) => `${from} ${to}`).sort()).toEqual(known.sort());
});

test.each(ORDER_STATUSES)('an order that is %s becomes what it may, and is refused everything else', async (from) => {
  const order = await counter.placed(await counter.guestWith(SKU));
  const client = await counter.database.pool.connect();
  const outcomes: Record<string, string> = {};
  try {
    await client.query('begin');
    await client.query('alter table orders disable trigger allowed_transition');
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
  } finally {
    await client.query('rollback');
    client.release();
  }
  for (const [to, outcome] of Object.entries(outcomes)) {
    const refused = `an order that is ${from} does not become ${to}`;
    expect(outcome).toBe(mayBecome(from, to as OrderStatus) ? 'became' : refused);
  }
});
