/** What orders come to: every page and file of the desk says the same of the same orders. */
import { randomUUID } from 'node:crypto';
import { auditBooks } from '../../../server/store/books/service';
import { wordsOf } from '../../setup/html';
import { APPROVED, numberIn, pathOf } from '../../setup/visitor';
import { bringHome, customerId } from './customers/customers-at-desk';
import { exported, rowsOf } from './files/support';
import { withOrdersAtDesk, WRITTEN } from './orders/orders-at-desk';

const { shop, ids, book, owner, post } = withOrdersAtDesk();

interface Sums {
  readonly orders: number;
  readonly received: number;
  readonly refunded: number;
  readonly boughtFor: number;
}

const act = (number: string, name: string, form: Record<string, string>) => post(number, name, form).expect(303);

const refund = (number: string, amount: number) =>
  act(number, 'refund', { attempt: randomUUID(), amount: String(amount), refund_text: '' });

async function waiting(email: string): Promise<string> {
  return book.pending({ email });
}

async function paid(email: string): Promise<string> {
  const number = await waiting(email);
  await act(number, 'mark-paid', { seen: 'pending' });
  return number;
}

async function cancelled(email: string, back = 0): Promise<string> {
  const number = await paid(email);
  await act(number, 'cancel', { seen: 'paid' });
  if (back > 0) await refund(number, back);
  return number;
}

async function late(email: string): Promise<string> {
  const number = await waiting(email);
  await act(number, 'cancel', { seen: 'pending' });
  await act(number, 'mark-paid', { seen: 'cancelled' });
  return number;
}

/** By card, and the provider says first that ₩40,000 came. */
async function mismatched(email: string, last = 40_000): Promise<string> {
  const visitor = shop.visitor();
  await book.forgetLimits();
  await visitor.putIntoCart(ids[book.SKU]);
  const provider = pathOf(await visitor.checkOut({ email }));
  const { rows } = await shop.database.pool.query<{ id: string; reference: string }>(
    `select id, reference from payments where position(reference in $1) > 0`,
    [provider],
  );
  const { id, reference } = rows[0]!;
  const says = (amount: number) =>
    shop.database.pool.query('update test_provider_payments set amount = $2 where reference = $1', [reference, amount]);
  await says(40_000);
  const number = numberIn(await visitor.pay(provider, APPROVED));
  await says(last);
  await visitor.get(`/checkout/return?payment=${id}`).expect(303);
  return number;
}

async function writtenDown(): Promise<string> {
  const form = { ...WRITTEN, attempt: randomUUID(), variant: String(ids[book.SKU]), email: '', payment_method: 'bank' };
  const placed = await owner.post('/admin/orders/new', form).expect(303);
  const number = numberIn(pathOf(placed));
  await act(number, 'mark-paid', { seen: 'pending' });
  return number;
}

async function erased(email: string): Promise<string> {
  const number = await waiting(email);
  await bringHome(owner, number);
  await owner.post(`/admin/customers/${await customerId(shop, email)}/erase`, { email }).expect(303);
  return number;
}

async function arrived(email: string): Promise<string> {
  const number = await waiting(email);
  await bringHome(owner, number);
  await refund(number, 10_000);
  return number;
}

type Life = readonly [
  what: string,
  live: (email: string) => Promise<string>,
  sums: readonly [orders: number, received: number, refunded: number, boughtFor: number],
];

const back = async (order: Promise<string>, amount: number): Promise<string> => {
  await refund(await order, amount);
  return order;
};

const LIVES: readonly Life[] = [
  ['waits for its money', waiting, [0, 0, 0, 0]],
  ['is paid', paid, [1, 31_000, 0, 31_000]],
  ['arrived, and some of it went back', arrived, [1, 31_000, 10_000, 21_000]],
  ['was paid and cancelled', cancelled, [1, 31_000, 0, 0]],
  ['was cancelled, and some of the money went back', (email) => cancelled(email, 10_000), [1, 31_000, 10_000, 0]],
  ['was cancelled and paid back', (email) => cancelled(email, 31_000), [1, 31_000, 31_000, 0]],
  ['was paid too late', late, [0, 31_000, 0, 0]],
  ['was paid too late, and some went back', (email) => back(late(email), 1_000), [0, 31_000, 1_000, 0]],
  ['was paid another amount', mismatched, [0, 40_000, 0, 0]],
  ['was paid another amount, which went back', (email) => back(mismatched(email), 40_000), [0, 40_000, 40_000, 0]],
  ['was paid rightly in the end', (email) => mismatched(email, 31_000), [1, 31_000, 0, 31_000]],
];

const NAMELESS: readonly Life[] = [
  ['was written down without an e-mail', writtenDown, [1, 31_000, 0, 31_000]],
  ['was its buyer’s, who is erased', erased, [1, 31_000, 0, 31_000]],
];

const DAY = { from: '2026-11-23', to: '2026-11-23' };

interface Told extends Sums {
  readonly what: string;
  readonly email: string;
  readonly number: string;
}
const told: Told[] = [];
beforeAll(async () => {
  for (const [at, [what, live, [orders, received, refunded, boughtFor]]] of [...LIVES, ...NAMELESS].entries()) {
    const email = `life${at}@example.com`;
    told.push({ what, email, number: await live(email), orders, received, refunded, boughtFor });
  }
});

const ofCustomers = (): Told[] => told.slice(0, LIVES.length);
const picked = <K extends keyof Told>(from: readonly Told[], ...names: K[]) =>
  from.map((one) => Object.fromEntries(names.map((name) => [name, one[name]])));
const amountIn = (text: string | undefined): number => Number((text ?? '0').replaceAll(/[^\d]/g, ''));
const fact = (html: string, name: string): number =>
  amountIn(wordsOf(new RegExp(`<dt>${name}</dt><dd[^>]*>(.*?)</dd>`).exec(html)?.[1] ?? '0'));

test('the page of an order', async () => {
  const found = [];
  for (const { what, number } of told) {
    const text = await owner.text(`/admin/orders/${number}`);
    found.push({ what, received: fact(text, '받은 돈'), refunded: fact(text, '돌려준 돈') });
  }
  expect(found).toEqual(picked(told, 'what', 'received', 'refunded'));
});

test('the list of orders says of cancelled ones what is left to pay back', async () => {
  const text = await owner.text('/admin/orders?tab=look');
  const rows = text.split('<tr>');
  const left = (number: string) =>
    amountIn(/환불할 것 ₩([\d,]+)/.exec(rows.find((row) => row.includes(number)) ?? '')?.[1]);
  const ofCancelled = told.filter(({ what }) => what.includes('cancelled'));
  expect(ofCancelled.map(({ number }) => left(number))).toEqual(
    ofCancelled.map(({ received, refunded }) => received - refunded),
  );
});

test('the file of orders', async () => {
  const rows = new Map((await rowsOf(await exported(owner, 'orders'))).map((row) => [row['주문 번호'], row]));
  const found = told.map(({ what, number }) => {
    const row = rows.get(number)!;
    return { what, received: Number(row['받은 돈']), refunded: Number(row['돌려준 돈']) };
  });
  expect(found).toEqual(picked(told, 'what', 'received', 'refunded'));
});

test('the list of customers, and the page of each', async () => {
  const text = await owner.text('/admin/customers');
  const onList = [];
  const onPage = [];
  for (const { what, email } of ofCustomers()) {
    const row = text.split('<tr>').find((one) => one.includes(`>${email}<`))!;
    const cell = (label: string) => amountIn(new RegExp(`data-label="${label}">([^<]*)`).exec(row)?.[1]);
    onList.push({ what, orders: cell('결제한 주문'), boughtFor: cell('산 금액') });
    const page = await owner.get(`/admin/customers/${await customerId(shop, email)}`).expect(200);
    onPage.push({ what, orders: fact(page.text, '결제한 주문'), boughtFor: fact(page.text, '산 금액') });
  }
  const expected = picked(ofCustomers(), 'what', 'orders', 'boughtFor');
  expect(onList).toEqual(expected);
  expect(onPage).toEqual(expected);
});

test('the file of customers', async () => {
  const found = (await rowsOf(await exported(owner, 'customers'))).map((row) => ({
    email: row['이메일'],
    orders: Number(row['주문']),
    received: Number(row['받은 돈']),
    refunded: Number(row['돌려준 돈']),
    boughtFor: Number(row['산 금액']),
  }));
  const expected = picked(ofCustomers(), 'email', 'orders', 'received', 'refunded', 'boughtFor');
  expect(found).toEqual(expected.sort((a, b) => (String(a['email']) < String(b['email']) ? -1 : 1)));
});

const sumOf = (name: keyof Sums): number => told.reduce((sum, one) => sum + one[name], 0);

test('the figures, on their page and in their file', async () => {
  const expected = { orders: sumOf('orders'), received: sumOf('received'), refunded: sumOf('refunded') };
  const text = await owner.text(`/admin/figures?from=${DAY.from}&to=${DAY.to}&by=day`);
  const total = (name: string) =>
    amountIn(wordsOf(new RegExp(`<dt>${name}</dt><dd><span class="number">([^<]*)`).exec(text)?.[1] ?? ''));
  expect({ orders: total('주문'), received: total('받은 돈'), refunded: total('돌려준 돈') }).toEqual(expected);
  // Money of no order is no order’s: every order came to ₩31,000.
  expect(total('주문 한 건 평균')).toBe(31_000);
  const rows = await rowsOf(await exported(owner, 'figures', DAY));
  const column = (name: string) => rows.reduce((sum, row) => sum + Number(row[name]), 0);
  expect({ orders: column('주문'), received: column('받은 돈'), refunded: column('돌려준 돈') }).toEqual(expected);
});

test('what today counts is what the tabs of the list count', async () => {
  const text = await owner.text('/admin/orders');
  const today = await owner.text('/admin');
  for (const tab of ['confirm', 'ship', 'look']) {
    const [, inTab] = new RegExp(`tab=${tab}"[^>]*>[^<]*<span class="tabs__count">(\\d+)`).exec(text) ?? [];
    const [, onToday] = new RegExp(`<a[^>]*href="/admin/orders\\?tab=${tab}"[^]*?(\\d+)`).exec(today) ?? [];
    expect([tab, Number(inTab)]).toEqual([tab, Number(onToday)]);
    expect(Number(inTab)).toBeGreaterThan(0);
  }
});

test('and the books balance', async () => {
  expect((await auditBooks(shop.context.pool)).flatMap(({ faults }) => faults)).toEqual([]);
});
