import { PAYMENT_STATES, paymentMoves } from '../../../../server/store/payments/machine';
import { REFUND_STATES, refundMoves } from '../../../../server/store/payments/refund-machine';
import { withCounter } from '../orders/counter';

const counter = withCounter();

const allowed = (kind: string) =>
  counter.database.column<string>`
    select from_state || ' ' || to_state from money_transitions where kind = ${kind} order by 1`;

test('the database allows the moves of the machine, and no others', async () => {
  expect(await allowed('payments')).toEqual([...paymentMoves()].sort());
  expect(await allowed('refunds')).toEqual([...refundMoves()].sort());
});

test('it knows the states that the code knows', async () => {
  const inCheck = (name: string) =>
    counter.database.value<string>`select pg_get_constraintdef(oid) from pg_constraint where conname = ${name}`;
  const words = (text: string) => [...text.matchAll(/'([a-z-]+)'::text/g)].map(([, word]) => word);
  expect(words(await inCheck('payments_state_check'))).toEqual(PAYMENT_STATES);
  expect(words(await inCheck('refunds_state_check'))).toEqual(REFUND_STATES);
});

const SKU = 'TST-AFTER-RAIN-010';

async function paymentOfNewOrder(): Promise<string> {
  await counter.setStock(SKU, 20);
  const order = await counter.placed(await counter.guestWith(SKU));
  return counter.database.value<string>`select id from payments where order_id = ${order.id}`;
}

test('it refuses any other move, and money that is refunded twice', async () => {
  const id = await paymentOfNewOrder();
  const change = (set: string) => counter.database.pool.query(`update payments set ${set} where id = $1`, [id]);
  await expect(change(`state = 'refunded'`)).rejects.toThrow('does not become');
  await expect(change(`state = 'confirming'`)).rejects.toThrow('does not become');
  await expect(change('refunding = 1')).rejects.toThrow('payments_refunds_check');
  await expect(change('captured = 1')).rejects.toThrow('payments_captured_check');
});

describe('the release before, which writes its own words while both run', () => {
  const row = (id: string) =>
    counter.database.row<Record<string, unknown>>`
      select status, state, captured, paid_at is not null as pays from payments where id = ${id}`;

  test('its payment is one of ours', async () => {
    const id = await paymentOfNewOrder();
    expect(await row(id)).toEqual({ status: 'open', state: 'new', captured: 0, pays: false });
    await counter.database.run`update payments set status = 'paid', decided_at = now() where id = ${id}`;
    await counter.database.run`update orders set status = 'paid', paid_at = now()
      where id = (select order_id from payments where id = ${id})`;
    expect(await row(id)).toEqual({ status: 'paid', state: 'paid', captured: 31_000, pays: true });
    expect(await counter.faults()).toEqual([]);
  });

  test('its refund goes back through the payment that it doesn’t name', async () => {
    const id = await paymentOfNewOrder();
    await counter.database.run`update payments set status = 'paid', decided_at = now() where id = ${id}`;
    await counter.database.run`update orders set status = 'paid', paid_at = now()
      where id = (select order_id from payments where id = ${id})`;
    await counter.database.run`insert into refunds (order_id, attempt, amount, note, at)
      select order_id, gen_random_uuid(), 1000, '', now() from payments where id = ${id}`;
    expect(await counter.database.row`select state, refunded, refunding from payments where id = ${id}`).toEqual({
      state: 'partly-refunded',
      refunded: 1_000,
      refunding: 0,
    });
  });
});
