import { auditBooks } from '../../../../server/store/books/service';
import type { OrderRequest } from '../../../../server/store/orders/placing/service';
import type { OrderService } from '../../../../server/store/orders/service';
import { BANK } from '../../../setup/visitor';
import { withCounter } from './counter';

const SKUS = ['TST-AFTER-RAIN-010', 'TST-AFTER-RAIN-050', 'TST-WHITE-PORCELAIN-030'] as const;
const FIRST = { 'TST-AFTER-RAIN-010': 21, 'TST-AFTER-RAIN-050': 9, 'TST-WHITE-PORCELAIN-030': 4 } as const;

const counter = withCounter({ each: true });
let orders: OrderService;
beforeEach(async () => {
  await counter.shop.shop.services.settings.change(BANK);
  // The shop's own limits.
  orders = counter.ordersWith({});
  for (const sku of SKUS) await counter.setStock(sku, FIRST[sku]);
});

const held = (sku: string): Promise<number> =>
  counter.database.value<number>`select coalesce(sum(l.quantity), 0)::integer as held from order_lines l
    join orders o on o.id = l.order_id
     where o.status = 'pending' and o.payment_method = 'bank' and l.sku = ${sku}`;

/** A cart with one or two scents, in either order, for a transfer. */
async function transfer(i: number, more: Partial<OrderRequest> = {}): Promise<OrderRequest> {
  const [first, second] = [SKUS[i % 3]!, SKUS[(i + 1 + (i % 2)) % 3]!];
  const visitor = await counter.guestWith(first, 1 + (i % 2));
  if (i % 4 !== 0) {
    await counter.shop.shop.services.cart.add(visitor, { variantId: counter.ids[second]!, quantity: 1 });
  }
  return counter.requestOf(visitor, { paymentMethod: 'bank', ...more });
}

/** Ten at once: as many connections as the pool has, so that nobody waits for one longer than a busy machine takes. */
async function outcomes(requests: readonly OrderRequest[]): Promise<string[]> {
  const kinds: string[] = [];
  for (let i = 0; i < requests.length; i += 10) {
    const placements = await Promise.all(requests.slice(i, i + 10).map((request) => orders.place(request)));
    for (const placement of placements) {
      kinds.push(placement.kind === 'refused' ? placement.refusal.code : placement.kind);
    }
  }
  return kinds;
}

test('sixty carts with several scents, ten at once and from everywhere: transfers hold half of each volume, and its last bottle is there', async () => {
  const requests = await Promise.all(Array.from({ length: 60 }, (_, i) => transfer(i)));
  const kinds = await outcomes(requests);
  expect(kinds.filter((kind) => kind === 'placed').length).toBeGreaterThan(5);
  // One in whose cart no bottle is left over for transfers was refused, and none for another reason.
  expect(new Set(kinds)).toEqual(new Set(['placed', 'share']));
  for (const sku of SKUS) {
    expect(await held(sku)).toBeLessThanOrEqual(Math.floor(FIRST[sku] / 2));
    expect(await counter.stockOf(sku)).toBe(FIRST[sku] - (await held(sku)));
  }
});

test('thirty for one bottle each of twenty-one: ten have it', async () => {
  const buyers = await Promise.all(Array.from({ length: 30 }, () => counter.guestWith(SKUS[0])));
  const requests = await Promise.all(buyers.map((buyer) => counter.requestOf(buyer, { paymentMethod: 'bank' })));
  expect((await outcomes(requests)).filter((kind) => kind === 'placed')).toHaveLength(10);
  expect(await held(SKUS[0])).toBe(10);
});

test('cards and transfers at once, some of them given up at once: the last bottles are sold, and by card', async () => {
  const requests = await Promise.all(
    Array.from({ length: 40 }, (_, i) => transfer(i, i % 2 === 0 ? {} : { paymentMethod: 'test' })),
  );
  await Promise.all(
    requests.map(async (request, i) => {
      const placement = await orders.place(request);
      if (placement.kind === 'placed' && i % 3 === 0) await orders.cancel(placement.order);
    }),
  );
  for (const sku of SKUS) {
    const all = await counter.database.value<number>`
      select coalesce(sum(l.quantity), 0)::integer as all from order_lines l
      join orders o on o.id = l.order_id
       where o.status = 'pending' and l.sku = ${sku}`;
    expect(await counter.stockOf(sku)).toBe(FIRST[sku] - all);
    expect(await held(sku)).toBeLessThanOrEqual(Math.floor(FIRST[sku] / 2));
  }
});

describe('with plenty on the shelf', () => {
  beforeEach(() => counter.setStock('TST-AFTER-RAIN-010', 900));
  const guests = (count: number, more: (i: number) => Partial<OrderRequest>, quantity = 1): Promise<OrderRequest[]> =>
    Promise.all(
      Array.from({ length: count }, async (_, i) => {
        const visitor = await counter.guestWith('TST-AFTER-RAIN-010', quantity);
        return counter.requestOf(visitor, { paymentMethod: 'bank', ...more(i) });
      }),
    );
  const countOf = (kinds: readonly string[]): Record<string, number> =>
    Object.fromEntries([...new Set(kinds)].sort().map((kind) => [kind, kinds.filter((one) => one === kind).length]));

  test('forty guests of one address get their three bottles each, and the forty-first does not', async () => {
    const source = (i: number) => ({ source: { address: '203.0.113.7', sessionId: `session ${i}` } });
    expect(countOf(await outcomes(await guests(44, source, 3)))).toEqual({ address: 4, placed: 40 });
  });

  test('one browser has two, whatever mailboxes it names', async () => {
    const source = (i: number) => ({ source: { address: `203.0.113.${i}`, sessionId: 'the same' } });
    expect(countOf(await outcomes(await guests(9, source)))).toEqual({ person: 7, placed: 2 });
  });

  test('one mailbox has two, from wherever it is named', async () => {
    const email = (i: number) => ({ email: i % 2 === 0 ? 'one@example.com' : 'One@Example.com' });
    expect(countOf(await outcomes(await guests(9, email)))).toEqual({ person: 7, placed: 2 });
  });

  test('the books see what no address and no browser may have', async () => {
    const source = { source: { address: '203.0.113.7', sessionId: 'the same' } };
    const request = await guests(2, () => source);
    expect(countOf(await outcomes(request))).toEqual({ placed: 2 });
    const faults = async () =>
      (await auditBooks(counter.database.pool)).find(({ name }) => /unpaid transfers/.test(name))!;
    expect(await faults()).toMatchObject({ of: 2, faults: [] });
    const lax = counter.ordersWith({ unpaidLimits: { bank: { perPerson: 9, perAddress: 9, bottlesPerAddress: 99 } } });
    await Promise.all((await guests(1, () => source)).map((third) => lax.place(third)));
    expect((await faults()).faults).toEqual([{ what: 'a browser', wrong: '3 orders' }]);
  });
});
