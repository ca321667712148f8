import fc from 'fast-check';
import type { Actor } from '../../../../server/desk/audit/model';
import { createStock, type StockService } from '../../../../server/desk/stock/service';
import { auditBooks, describeBooks } from '../../../../server/store/books/service';
import { takeSeat } from '../../../setup/desk';
import { lend } from '../../../setup/lend';
import { createCounter, type Counter } from '../../store/orders/counter';

const SKUS = ['TST-AFTER-RAIN-010', 'TST-AFTER-RAIN-050', 'TST-WHITE-PORCELAIN-030'] as const;

/** Its ledger began before the tests' clock: else its orders would be older than the ledger. */
async function openShop(): Promise<Counter> {
  const opened = await createCounter();
  await opened.database.run`update migrations set applied_at = '2026-01-01' where name = 'stock_ledger'`;
  return opened;
}

const close = (opened: Counter): Promise<void> => opened.shop.close();
const counter = lend({ open: openShop, close });
let stock: StockService;
let actor: Actor;
beforeAll(async () => {
  const { context } = counter.shop;
  stock = createStock(context);
  const at = { keys: context.keys, now: context.clock.now() };
  const { staffId, email } = await takeSeat(counter.database.pool, at, { role: 'owner' });
  actor = { staffId, name: `김서연 <${email}>`, requestId: null };
});

type Act =
  | { readonly kind: 'sale'; readonly sku: string; readonly quantity: number; readonly isCancelled: boolean }
  | { readonly kind: 'count'; readonly sku: string; readonly by: number; readonly reason: 'correction' | 'damage' }
  | { readonly kind: 'delivery'; readonly sku: string; readonly quantity: number };

const sku = fc.constantFrom(...SKUS);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant('sale' as const),
    sku,
    quantity: fc.integer({ min: 1, max: 4 }),
    isCancelled: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('count' as const),
    sku,
    by: fc.integer({ min: -3, max: 3 }),
    reason: fc.constantFrom('correction' as const, 'damage' as const),
  }),
  fc.record({ kind: fc.constant('delivery' as const), sku, quantity: fc.integer({ min: 1, max: 5 }) }),
);

async function perform(one: Act): Promise<void> {
  const volume = (await stock.find(counter.ids[one.sku]!))!;
  switch (one.kind) {
    case 'sale': {
      const buyer = await counter.guestWith(one.sku, one.quantity).catch(() => null);
      if (!buyer?.cartId) return;
      const request = await counter.requestOf(buyer).catch(() => null);
      const placement = request && (await counter.orders.place(request));
      if (placement?.kind === 'placed' && one.isCancelled) await counter.orders.cancel(placement.order);
      return;
    }
    case 'count': {
      const counted = Math.max(0, volume.stock + one.by);
      await stock.count(volume, { counted, seen: volume.stock, reason: one.reason, note: '' }, actor);
      return;
    }
    case 'delivery':
      await stock.receive(volume, { quantity: one.quantity, note: '' }, actor);
  }
}

const wrongCounts = (): Promise<unknown[]> =>
  counter.database.rows<
    Record<string, unknown>
  >`select v.sku, v.stock, sum(m.change) as moved, (array_agg(m.balance order by m.id desc))[1] as last
     from variants v left join stock_movements m on m.variant_id = v.id group by v.id
     having v.stock <> coalesce(sum(m.change), 0)
       or v.stock <> coalesce((array_agg(m.balance order by m.id desc))[1], 0)`;

test('sales, returns, counts and deliveries in parallel: the sum of the movements is the count, and the books balance', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 16 }), async (acts) => {
      await Promise.all(acts.map(perform));
      expect(await wrongCounts()).toEqual([]);
      expect((await auditBooks(counter.database.pool)).flatMap(({ faults }) => faults)).toEqual([]);
    }),
    { numRuns: 12, endOnFailure: true },
  );
  const reasons = await counter.database.column<string>`select distinct reason from stock_movements`;
  expect(reasons).toEqual(expect.arrayContaining(['opening', 'sale', 'return', 'delivery']));
  expect(reasons).not.toContain('unexplained');
}, 60_000);

test('a movement is never changed, and one that nobody explained says so', async () => {
  const id = counter.ids['TST-YUZU-LANTERN-050'];
  await counter.database.run`update variants set stock = 4 where id = ${id}`;
  const rows = await counter.database.rows`select change, reason from stock_movements where variant_id = ${id}`;
  expect(rows).toEqual([{ change: 4, reason: 'unexplained' }]);
  await expect(counter.database.run`update stock_movements set change = 5`).rejects.toThrow();
});

test('a reason that was said in one transaction is not believed in the next', async () => {
  const volume = (await stock.find(counter.ids['TST-YUZU-LANTERN-100']!))!;
  await stock.receive(volume, { quantity: 3, note: '입고' }, actor);
  for (let i = 0; i < 20; i++) {
    await counter.database.run`update variants set stock = stock + 1 where id = ${volume.id}`;
  }
  const rows = await counter.database.rows`
    select reason, note, count(*) as count from stock_movements where variant_id = ${volume.id} group by 1, 2
    order by 3`;
  expect(rows).toEqual([
    { reason: 'delivery', note: '입고', count: 1 },
    { reason: 'unexplained', note: '', count: 20 },
  ]);
});

test('books that are good are said to be good', async () => {
  const lines = describeBooks(await auditBooks(counter.database.pool));
  expect(lines.filter((line) => line.startsWith('FAULT'))).toEqual([]);
  expect(lines.at(-1)).toBe('The books balance.');
});

describe('what is broken in a copy is found, and by its rule', () => {
  const copy = lend({ each: true, open: openShop, close });
  beforeEach(async () => void (await copy.placed(await copy.guestWith(SKUS[0], 2))));

  test.each([
    ['the count of every volume', `update variants set stock = stock + 1 where sku = '${SKUS[0]}'`],
    [
      'every movement leaves the balance',
      'update stock_movements set balance = balance + 1 where id = (select min(id) from stock_movements)',
    ],
    ['every total is goods and delivery', 'update order_lines set unit_price = unit_price + 1'],
    ['what an order says was paid back', 'update orders set refunded = 1'],
    ['every order has the bottles of its lines', `delete from stock_movements where reason = 'sale'`],
    [
      'less those that came back',
      `insert into stock_movements (variant_id, change, balance, reason, order_id, at)
       select variant_id, quantity, 50, 'return', order_id, now() from order_lines`,
    ],
    [
      'every payment knows what went back of it',
      'update payments set refunding = 1, captured = 1, captured_at = now()',
    ],
    ['every paid order has exactly one payment', 'update payments set paid_at = now()'],
    ['every closed order is marked', 'update orders set stock_returned_at = now()'],
    [
      'the figures of every day',
      `insert into sales_by_day (day, payment_method, received) values ('2026-11-01', 'bank', 5)`,
    ],
    [
      'the bottles sold of every day',
      `insert into units_by_day (day, variant_id, perfume_id, units, revenue)
       select '2026-11-01', id, perfume_id, 1, 5 from variants limit 1`,
    ],
  ])('%s', async (rule, damage) => {
    expect((await auditBooks(copy.database.pool)).flatMap(({ faults }) => faults)).toEqual([]);
    const client = await copy.database.pool.connect();
    try {
      // Guards that nobody passes but by hand.
      await client.query("set session_replication_role = 'replica'");
      await client.query('alter table orders drop constraint orders_check3');
      expect((await client.query(damage)).rowCount).toBeGreaterThan(0);
    } finally {
      client.release(true);
    }
    const checks = await auditBooks(copy.database.pool);
    const found = checks.filter(({ faults }) => faults.length > 0).map(({ name }) => name);
    expect(found).toContainEqual(expect.stringContaining(rule));
    expect(describeBooks(checks).at(-1)).toMatch(/^The books do not balance: \d+ faults?\.$/);
  });
});
