import type { Response } from 'supertest';
import { deskVisitor } from '../../../setup/desk';
import { wordsOf } from '../../../setup/html';
import { withOrdersAtDesk } from './orders-at-desk';

/** As it may be drawn, and without a part that any other has. */
const NUMBER = 'EA-7Q0W1XK2M5';
let waiting: string;
let toShip: string;
let underWay: string;
let toRefund: string;

const { shop, book, owner } = withOrdersAtDesk();
beforeAll(async () => {
  waiting = await book.pending(
    { recipient: '이서연', phone: '010-9999-0001', email: 'Seoyeon_1@example.com' },
    'TST-YUZU-LANTERN-050',
  );
  await shop.database.run`update orders set number = ${NUMBER} where number = ${waiting}`;
  waiting = NUMBER;
  toShip = await book.paid();
  underWay = await book.paid();
  await owner
    .post(`/admin/orders/${underWay}/ship`, { seen: 'paid', carrier: 'cj', tracking: '601234567890' })
    .expect(303);
  toRefund = await book.paid();
  await owner.post(`/admin/orders/${toRefund}/cancel`, { seen: 'paid' }).expect(303);
});

const numbersIn = (html: string): string[] => [
  ...new Set(Array.from(html.matchAll(/href="\/admin\/orders\/(EA-[0-9A-Z]{10})"/g), ([, number]) => number!)),
];

async function listed(query: string, who = owner): Promise<string[]> {
  return numbersIn(await who.text(`/admin/orders${query}`));
}

test('each tab shows what it is about and nothing else, and counts it', async () => {
  expect(await listed('')).toEqual([waiting]);
  expect(await listed('?tab=confirm')).toEqual([waiting]);
  expect(await listed('?tab=ship')).toEqual([toShip]);
  expect(await listed('?tab=under-way')).toEqual([underWay]);
  expect(await listed('?tab=look')).toEqual([toRefund]);
  expect((await listed('?tab=all')).sort()).toEqual([waiting, toShip, underWay, toRefund].sort());
  const words = wordsOf((await owner.get('/admin/orders')).text);
  for (const tab of ['입금 확인 1', '보낼 주문 1', '살펴볼 주문 1', '배송 중 1']) expect(words).toContain(tab);
});

test.each([
  ['by number', 'EA-7Q0W1XK2M5'],
  ['by number as it is typed from paper', '7q0w1xk2m5'],
  ['by number with letters that no number has', 'EA-7QOWLXK2M5'],
  ['by the middle of its number', '0w1xk'],
  ['by the middle of its number, with such letters', '7QOWiX'],
  ['by the beginning of its number', 'ea7q0w'],
  ['by name', '이서연'],
  ['by name with a blank in it', '이 서연'],
  ['by the beginning of a name', '이서'],
  ['by the end of a name', '서연'],
  ['by a family name', '이'],
  ['by e-mail, in any case', 'SEOYEON_1@example.com'],
  ['by the beginning of an e-mail', 'seoyeon_'],
  ['by the middle of an e-mail', 'yeon_1@'],
  ['by phone', '010-9999-0001'],
  ['by phone in digits', '01099990001'],
  ['by phone with the country', '+82 10 9999 0001'],
  ['by the beginning of a phone with the country', '+82 10-9999'],
  ['by the last four digits of a phone', '0001'],
  ['by the middle of a phone, with dots', '9999.00'],
  ['by phone in full width', '９９９９－０００１'],
  ['by a perfume', '유자 등불'],
  ['by a perfume without its blank', '유자등불'],
  ['by a part of a perfume', '등불'],
  ['by a perfume in English', 'yuzu lantern'],
  ['by a part of it, without its blank', 'zuLan'],
  ['by SKU', 'TST-YUZU-LANTERN-050'],
  ['by the end of an SKU', 'lantern-050'],
])('an order is found %s, in whatever state', async (_, typed) => {
  expect(await listed(`?q=${encodeURIComponent(typed)}`)).toEqual([waiting]);
});

test.each(['6012-3456-7890', '567890', '7890'])(
  'a parcel’s number finds its order, whole or in part: %s',
  async (typed) => {
    expect(await listed(`?q=${typed}`)).toEqual([underWay]);
  },
);

test('what is found is still one of the tab, the day and the state', async () => {
  expect(await listed('?tab=ship&q=유자등불')).toEqual([]);
  expect(await listed('?tab=confirm&q=유자등불&day=2026-11-23')).toEqual([waiting]);
  expect(await listed('?q=유자등불&status=paid')).toEqual([]);
});

test('who looks from the first tab looks everywhere, and from a tab that she chose is led there', async () => {
  const hidden = '<input type="hidden" name="tab"';
  expect(await owner.text('/admin/orders')).not.toContain(hidden);
  expect(await owner.text('/admin/orders?tab=ship')).toContain(`${hidden} value="ship"`);
  const nothing = await owner.text('/admin/orders?tab=ship&q=0001');
  expect(nothing).toContain('<a href="/admin/orders?tab=all&amp;q=0001">모든 주문에서 찾기</a>');
  expect(await owner.text('/admin/orders?tab=all&q=nobody')).not.toContain('모든 주문에서 찾기');
});

test('one letter is what something begins with', async () => {
  expect((await listed('?q=E')).sort()).toEqual([waiting, toShip, underWay, toRefund].sort());
  expect(await listed('?q=w')).toEqual([]);
});

test.each(['%', '_', '__', '이%', '이_연', '%서연%', 'seoyeonX1', '-', '- -', '()', "' or 1=1 --", '\\', '없는 사람'])(
  '%j finds nobody',
  async (typed) => {
    expect(await listed(`?q=${encodeURIComponent(typed)}`)).toEqual([]);
  },
);

test.each([
  '?tab=nonsense',
  '?tab=ship&after=nonsense',
  '?after=9999999999999999.00000000-0000-0000-0000-000000000000',
  '?day=2026-02-31',
  '?day=20261123',
  '?status=lost',
  '?q=%00',
  '?q=a%00b',
  `?q=${encodeURIComponent('가'.repeat(500))}`,
  '?q=a&q=b',
  '?q[x]=1',
])('%.60s counts as nothing, and is no failure', async (query) => {
  await owner.get(`/admin/orders${query}`).expect(200);
});

test('a day is a day in Korea', async () => {
  expect(await listed('?tab=all&day=2026-11-23')).toHaveLength(4);
  expect(await listed('?tab=all&day=2026-11-22')).toEqual([]);
  expect(await listed('?status=shipped')).toEqual([underWay]);
});

test('the list is read to its end, each order once, also where many came in the same moment', async () => {
  await shop.database.run`with source as (
       select o.*, l.variant_id, l.sku, l.perfume_slug, l.name_ko, l.name_en, l.house_ko, l.house_en, l.volume_ml,
         l.picture, l.unit_price, l.quantity
       from orders o join order_lines l on l.order_id = o.id where o.number = ${toShip}
     ), cart as (
       insert into carts (ordered_at) select now() from generate_series(1, 120) returning id
     ), numbered as (
       select id, row_number() over (order by id) as n from cart
     ), copied as (
       insert into orders (number, cart_id, locale, email, recipient, phone, postcode, address_line1, address_line2,
         delivery_note, currency, subtotal, delivery_fee, total, status, payment_method, payment_due_at, placed_at,
         paid_at)
       select 'EA-' || lpad(c.n::text, 10, '0'), c.id, s.locale, 'many@example.com', s.recipient, s.phone, s.postcode,
         s.address_line1, s.address_line2, '', 'KRW', s.subtotal, s.delivery_fee, s.total, 'paid', 'bank',
         s.payment_due_at, s.placed_at, s.paid_at + (c.n / 40) * interval '1 microsecond'
       from numbered c, source s returning id
     )
     insert into order_lines (order_id, position, variant_id, sku, perfume_slug, name_ko, name_en, house_ko, house_en,
       volume_ml, picture, unit_price, quantity)
     select copied.id, 0, s.variant_id, s.sku, s.perfume_slug, s.name_ko, s.name_en, s.house_ko, s.house_en,
       s.volume_ml, s.picture, s.unit_price, s.quantity from copied, source s`;
  for (const [first, most] of [
    ['/admin/orders?tab=ship', 121],
    ['/admin/orders?tab=all', 124],
    ['/admin/orders?tab=all&q=many%40example.com', 120],
  ] as const) {
    const found: string[] = [];
    let pages = 0;
    for (let next: string | null = first; next !== null && pages < 10; pages++) {
      const page: Response = await owner.get(next).expect(200);
      found.push(...numbersIn(page.text));
      const [, href]: readonly (string | undefined)[] =
        /href="(\/admin\/orders\?[^"]*after=[^"]*)" rel="next"/.exec(page.text) ?? [];
      next = href?.replaceAll('&amp;', '&') ?? null;
    }
    expect(found).toHaveLength(most);
    expect(new Set(found).size).toBe(most);
    expect(pages).toBe(3);
  }
});

test('who reads sees the queue; who isn’t signed in sees nothing', async () => {
  expect(await listed('?tab=under-way', await deskVisitor(shop, 'reader'))).toEqual([underWay]);
  const stranger = await owner.get('/admin/orders', { Cookie: '' }).expect(303);
  expect(stranger.text).not.toContain(waiting);
});

test('an order that isn’t there is not found, whatever its number looks like', async () => {
  for (const unknown of ['EA-0000000ZZZ', 'EA-1', '1', '%00', "EA-'; --"]) {
    const { status } = await owner.get(`/admin/orders/${encodeURIComponent(unknown)}`);
    expect([unknown, status]).toEqual([unknown, 404]);
  }
});
