import fc from 'fast-check';
import { totalOf } from '../../../../server/desk/figures/gathering';
import { selectSales } from '../../../../server/desk/figures/queries';
import { createFigures } from '../../../../server/desk/figures/service';
import { auditBooks } from '../../../../server/store/books/service';
import { withStockedShop } from '../../../setup/catalogue';
import { cancelOrder, paidOrder, payLate, payOrder, payWrongly, placeOrder, refundOrder } from './orders';

const { shop, ids } = withStockedShop({ each: true });

const rain10 = () => ids['TST-AFTER-RAIN-010']!;
const rain50 = () => ids['TST-AFTER-RAIN-050']!;
const white30 = () => ids['TST-WHITE-PORCELAIN-030']!;
const november = { from: '2026-11-01', to: '2026-11-30' };
const figures = () => createFigures(shop.context);
/** What `npm run audit:books` says of the figures; the orders of these tests have no ledger. */
const wrongDays = async () =>
  (await auditBooks(shop.context.pool))
    .filter(({ name }) => name.includes('of every day'))
    .flatMap(({ faults }) => faults);

test('a hand-computed month: midnight in Korea, the month’s ends, refunds on their own day, a cancelled order', async () => {
  const { pool } = shop.context;
  // The last second of October and the first of November, in Korea.
  await paidOrder(pool, { at: '2026-10-31T14:59:59Z', lines: [[rain50(), 1, 98_000]] });
  await paidOrder(pool, { at: '2026-10-31T15:00:00Z', lines: [[rain10(), 2, 28_000]], fee: 0 });
  await paidOrder(pool, { at: '2026-11-15T03:00:00Z', lines: [[rain10(), 1, 28_000]], fee: 3_000, method: 'test' });
  // Paid in November, partly paid back in December.
  const partly = await paidOrder(pool, { at: '2026-11-30T14:59:59Z', lines: [[white30(), 2, 90_000]] });
  await refundOrder(pool, partly, 90_000, '2026-11-30T15:00:00Z');
  // Paid, cancelled and wholly paid back in November.
  const gone = await paidOrder(pool, { at: '2026-11-20T00:00:00Z', lines: [[rain50(), 3, 98_000]] });
  await cancelOrder(pool, gone, '2026-11-21T00:00:00Z');
  await refundOrder(pool, gone, 294_000, '2026-11-21T00:00:00Z');
  // Never paid, and paid in the next month only.
  await placeOrder(pool, { at: '2026-11-10T00:00:00Z', lines: [[rain50(), 9, 98_000]] });
  const late = await placeOrder(pool, { at: '2026-11-29T00:00:00Z', lines: [[rain50(), 1, 98_000]] });
  await payOrder(pool, late, '2026-12-01T00:00:00Z');

  const { sales, goods, before } = await figures().report(november);
  expect(before).toEqual({ from: '2026-10-01', to: '2026-10-31' });
  expect(totalOf(sales, november)).toEqual({
    orders: 4,
    ordered: 56_000 + 31_000 + 180_000 + 294_000,
    received: 56_000 + 31_000 + 180_000 + 294_000,
    refunds: 1,
    refunded: 294_000,
  });
  expect(totalOf(sales, before)).toMatchObject({ orders: 1, received: 98_000, refunds: 0, refunded: 0 });
  const december = { from: '2026-12-01', to: '2026-12-31' };
  expect(totalOf(await selectSales(pool, december), december)).toMatchObject({
    orders: 1,
    received: 98_000,
    refunds: 1,
    refunded: 90_000,
  });
  expect(goods.perfumes.map(({ nameKo, units, revenue }) => [nameKo, units, revenue])).toEqual([
    ['백자', 2, 180_000],
    ['비 온 뒤', 3, 84_000],
  ]);
  expect(goods.variants.map(({ sku, units }) => [sku, units])).toEqual([
    ['TST-AFTER-RAIN-010', 3],
    ['TST-WHITE-PORCELAIN-030', 2],
  ]);
  expect(await wrongDays()).toEqual([]);
});

test('money that came too late for an order, or in a wrong amount, counts as money and makes no order', async () => {
  const { pool } = shop.context;
  const id = await placeOrder(pool, { at: '2026-11-10T00:00:00Z', lines: [[rain50(), 1, 98_000]] });
  await shop.database.run`update orders set status = 'expired', closed_at = placed_at, stock_returned_at = placed_at`;
  await payLate(pool, id, '2026-11-19T00:00:00Z');
  await refundOrder(pool, id, 98_000, '2026-11-20T00:00:00Z');
  const wrong = await placeOrder(pool, { at: '2026-11-10T00:00:00Z', lines: [[rain50(), 1, 98_000]] });
  await payWrongly(pool, wrong, 9_800, '2026-11-12T00:00:00Z');
  await payWrongly(pool, wrong, 9_900, '2026-11-13T00:00:00Z');
  const sums = async () => totalOf(await selectSales(pool, november), november);
  expect(await sums()).toEqual({ orders: 0, ordered: 0, received: 98_000 + 9_900, refunds: 1, refunded: 98_000 });
  await payOrder(pool, wrong, '2026-11-14T00:00:00Z');
  expect(await sums()).toEqual({ orders: 1, ordered: 98_000, received: 2 * 98_000, refunds: 1, refunded: 98_000 });
  expect(await wrongDays()).toEqual([]);
});

test('what ran out is told with when, the last first, and only while it is out', async () => {
  const set = (id: number, stock: number, at: string) =>
    shop.database.run`with why as (select stock_reason('correction', ${at}, null, null, ''))
       update variants set stock = ${stock} from why where id = ${id}`;
  await set(rain10(), 0, '2026-11-01T00:00:00Z');
  await set(rain50(), 0, '2026-11-02T00:00:00Z');
  await set(rain10(), 4, '2026-11-03T00:00:00Z');
  await set(white30(), 0, '2026-11-04T00:00:00Z');
  await set(white30(), 2, '2026-11-05T00:00:00Z');
  await set(white30(), 0, '2026-11-06T00:00:00Z');
  const { goods } = await figures().report(november);
  expect(goods.ranOut.map(({ sku, since }) => [sku, since.toISOString()])).toEqual([
    ['TST-WHITE-PORCELAIN-030', '2026-11-06T00:00:00.000Z'],
    ['TST-AFTER-RAIN-050', '2026-11-02T00:00:00.000Z'],
  ]);
});

test('whatever becomes of orders, in whatever order, the counts are those of the orders themselves', async () => {
  const { pool } = shop.context;
  const variants = [rain10(), rain50(), white30()];
  const moment = fc.integer({ min: 0, max: 3_000 }).map((hours) => new Date(Date.UTC(2026, 9, 1, hours)).toISOString());
  const life = fc.record({
    at: moment,
    method: fc.constantFrom('bank' as const, 'test' as const),
    fee: fc.constantFrom(0, 3_000),
    lines: fc.uniqueArray(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 99_999 })), {
      selector: ([variant]) => variant,
      minLength: 1,
      maxLength: 3,
    }),
    wrong: fc.option(fc.tuple(fc.integer({ min: 1, max: 9_999 }), moment)),
    lateAt: fc.option(moment),
    paidAt: fc.option(moment),
    cancelledAt: fc.option(moment),
    refunds: fc.array(fc.tuple(fc.integer({ min: 1, max: 9_999 }), moment), { maxLength: 3 }),
    deleted: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 5 }), async (lives) => {
      for (const one of lives) {
        const lines = one.lines.map(([at, quantity, price]) => [variants[at]!, quantity, price] as const);
        const id = await placeOrder(pool, { ...one, lines });
        // Money in a wrong amount goes back before the right one comes.
        const [first, ...later] = one.refunds;
        if (one.wrong) await payWrongly(pool, id, ...one.wrong);
        if (first) await refundOrder(pool, id, ...first);
        if (one.lateAt) await payLate(pool, id, one.lateAt);
        if (one.paidAt) await payOrder(pool, id, one.paidAt);
        for (const [amount, at] of later) await refundOrder(pool, id, amount, at);
        if (one.cancelledAt) await cancelOrder(pool, id, one.cancelledAt);
        if (one.deleted && one.refunds.length === 0) {
          await shop.database.run`delete from orders where id = ${id}`;
        }
      }
      expect(await wrongDays()).toEqual([]);
    }),
    { numRuns: 15 },
  );
  // The tables may be read with confidence only if a mistake in them would be seen.
  await shop.database.run`
    update sales_by_day set received = received + 1 where day = (select min(day) from sales_by_day)`;
  expect(await wrongDays()).toHaveLength(1);
});

test('orders that are paid at the same time are all counted', async () => {
  const { pool } = shop.context;
  const at = '2026-11-23T03:00:00Z';
  const placed: string[] = [];
  const both = [rain10(), rain50()].map((id) => [id, 1, 63_000] as const);
  for (let i = 0; i < 20; i++) placed.push(await placeOrder(pool, { at, lines: both }));
  await Promise.all(placed.map((id) => payOrder(pool, id, at)));
  const day = { from: '2026-11-23', to: '2026-11-23' };
  expect(totalOf(await selectSales(pool, day), day)).toMatchObject({ orders: 20, received: 20 * 126_000 });
  expect(await wrongDays()).toEqual([]);
});

test('what was sold can’t be rewritten', async () => {
  const { pool } = shop.context;
  const id = await paidOrder(pool, { at: '2026-11-23T03:00:00Z', lines: [[rain10(), 1, 28_000]] });
  await expect(shop.database.run`update order_lines set unit_price = 1 where order_id = ${id}`).rejects.toThrow(
    'order_lines can only be added to',
  );
});
