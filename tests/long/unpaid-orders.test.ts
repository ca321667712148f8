/** One address that orders whatever it is let and pays nothing, and forty honest buyers behind one address. */
import { createPictureStore } from '../../server/pictures/store';
import { houses, notes } from '../../server/seed';
import { seedCatalogue } from '../../server/seed/seed-catalogue';
import { lend } from '../setup/lend';
import { withShop } from '../setup/shop';
import { type Visitor, BANK, type TYPED } from '../setup/visitor';

jest.setTimeout(600_000);

const shop = withShop({ each: true, config: { unpaidLimits: {} } });
lend({
  each: true,
  on: shop,
  async open() {
    const { pool, clock, picturesDirectory } = shop.context;
    await seedCatalogue(pool, createPictureStore({ directory: picturesDirectory }), { houses, notes }, clock.now());
    await shop.shop.services.settings.change(BANK);
    return {};
  },
});

interface Volume {
  readonly id: number;
  readonly stock: number;
}

/** The scarcest first. */
const volumes = (): Promise<Volume[]> =>
  shop.database.rows<Volume & Record<string, unknown>>`select id, stock from variants order by stock, id`;
const bottlesOf = (all: readonly Volume[]): number => all.reduce((sum, { stock }) => sum + stock, 0);

let mailboxes = 0;
const from = (address: string) => ({ 'X-Forwarded-For': address });

async function order(visitor: Visitor, address: string, method: 'bank' | 'test', typed: Partial<typeof TYPED> = {}) {
  const email = `buyer${++mailboxes}@example.com`;
  const page = await visitor.filledForm({ payment_method: method, email, ...typed });
  const answer = await visitor.post('/checkout', page, from(address));
  if (answer.status !== 303) return { status: answer.status, number: null };
  const number = await shop.database.value<string>`select number from orders where email = ${email}`;
  return { status: 303, number };
}

async function cartOf(goods: readonly (readonly [variantId: number, quantity: number])[], visitor = shop.visitor()) {
  for (const [variantId, quantity] of goods) {
    const form = { variant_id: String(variantId), quantity: String(quantity) };
    await visitor.post('/cart/items', form).expect(303);
  }
  return visitor;
}

async function member(): Promise<Visitor> {
  const visitor = shop.visitor();
  const form = { name: '한서진', email: `member${++mailboxes}@example.com`, password: 'four quiet words here' };
  await visitor.post('/account/register', form, from(`198.51.100.${mailboxes % 250}`)).expect(303);
  return visitor;
}

const HERE = '203.0.113.7';
const ELSEWHERE = '203.0.113.8';

test('one address’s full allowance sells out no volume and holds at most 4 % of all bottles', async () => {
  const before = await volumes();
  expect(bottlesOf(before)).toBeGreaterThan(3_000);
  const onSale = before.filter(({ stock }) => stock > 0);
  let placed = 0;
  // Three bottles of what is scarce, order after order, long after it has been refused.
  for (let i = 0; i < onSale.length && i < 100; i++) {
    const goods = [0, 1, 2].map((k) => [onSale[(3 * i + k) % onSale.length]!.id, 1] as const);
    const { status } = await order(await cartOf(goods), HERE, 'bank');
    if (status === 303) placed++;
  }
  // Whoever signs in gets no further: many bottles at a time, of what there is most of.
  for (let i = 1; i <= 6; i++) {
    const visitor = await member();
    const goods = onSale.slice(-6 * i, -6 * (i - 1) || undefined).map(({ id }) => [id, 5] as const);
    if ((await order(await cartOf(goods, visitor), HERE, 'bank')).status === 303) placed++;
  }
  expect(placed).toBeLessThanOrEqual(40);
  const after = await volumes();
  const held = bottlesOf(before) - bottlesOf(after);
  expect(held).toBeGreaterThan(90);
  expect(held).toBeLessThanOrEqual(bottlesOf(before) * 0.04);
  const soldOut = after.filter(({ id, stock }) => stock === 0 && onSale.some((volume) => volume.id === id));
  expect(soldOut).toEqual([]);
  // An honest buyer elsewhere has the scarcest by card, and a plentiful one by transfer.
  expect((await order(await cartOf([[onSale[0]!.id, 1]]), ELSEWHERE, 'test')).status).toBe(303);
  expect((await order(await cartOf([[onSale.at(-1)!.id, 3]]), ELSEWHERE, 'bank')).status).toBe(303);
  expect((await order(await cartOf([[onSale[1]!.id, 1]]), HERE, 'test')).status).toBe(303);
  for (let i = 7; i <= 20; i++) {
    const goods = onSale.slice(-6 * i, -6 * (i - 1)).map(({ id }) => [id, 1] as const);
    await order(await cartOf(goods), HERE, 'test');
  }
  const ofOthers = 4;
  const inAll = bottlesOf(before) - bottlesOf(await volumes()) - ofOthers;
  expect(inAll).toBeGreaterThan(held);
  expect(inAll).toBeLessThanOrEqual(bottlesOf(before) * 0.04);
});

test('unpaid cards of one address hold no more than 120 bottles, and all are back when their minutes are over', async () => {
  const before = await volumes();
  const onSale = before.filter(({ stock }) => stock > 0).toReversed();
  for (let i = 0; i < 30; i++) {
    const goods = onSale.slice(4 * i, 4 * i + 4).map(({ id }) => [id, 5] as const);
    await order(await cartOf(goods), HERE, 'test');
  }
  const held = bottlesOf(before) - bottlesOf(await volumes());
  expect(held).toBeGreaterThan(100);
  expect(held).toBeLessThanOrEqual(120);
  shop.clock.advance(31 * 60_000);
  await shop.shop.services.orders.expireDue();
  expect(bottlesOf(await volumes())).toBe(bottlesOf(before));
});

test('forty guests with three bottles each behind one address all get through, and so does each after one who paid', async () => {
  const plenty = (await volumes()).toReversed();
  const bottles = (i: number) => [[plenty[i % plenty.length]!.id, 3]] as const;
  const carts = await Promise.all(Array.from({ length: 40 }, (_, i) => cartOf(bottles(i))));
  const answers = await Promise.all(carts.map((visitor) => order(visitor, HERE, 'bank')));
  expect(answers.map(({ status }) => status)).toEqual(carts.map(() => 303));
  expect((await order(await cartOf(bottles(40)), HERE, 'bank')).status).toBe(409);
  // The twenty-first and all after it wait for nobody who has paid.
  for (const [i, { number }] of answers.entries()) {
    await shop.shop.services.orders.markPaid(number!);
    expect((await order(await cartOf(bottles(41 + i)), HERE, 'bank')).status).toBe(303);
  }
});
