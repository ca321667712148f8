/** What an order can mail to a mailbox that its buyer only typed: little, and no links of hers. */
import { withStockedDesk } from '../../../setup/desk';
import { hiddenFields, wordsOf } from '../../../setup/html';
import { BANK, buyerWith, numberIn, pathOf, TYPED } from '../../../setup/visitor';

const MANY = { perPerson: 1_000, perAddress: 1_000, bottlesPerAddress: 100_000 };
const MANY_TRIES = { attempts: 1_000, windowSeconds: 3_600 };
const { shop, ids, owner } = withStockedDesk({
  each: true,
  config: {
    unpaidLimits: { bank: MANY, card: MANY, bottlesPerAddress: MANY.bottlesPerAddress },
    limits: { orderAddress: MANY_TRIES, orderSession: MANY_TRIES },
  },
});
beforeEach(async () => {
  await shop.shop.services.settings.change(BANK);
  await shop.database.run`update variants set stock = 400`;
});

const SKU = 'TST-AFTER-RAIN-010';
const VICTIM = 'victim@example.com';

const lettersTo = (email: string): Promise<string[]> =>
  shop.database.column<string>`select kind from outbox where lower(recipient) = lower(${email}) order by id`;

async function order(email: string) {
  const visitor = await buyerWith(shop, ids[SKU]);
  const path = pathOf(await visitor.checkOut({ payment_method: 'bank', email }));
  const page = await visitor.get(path).expect(200);
  return { number: numberIn(path), page: page.text };
}

test('a mailbox is sent three letters an hour of orders that nobody paid, however it is written; each order stands', async () => {
  const orders = [];
  for (const email of [VICTIM, 'Victim@example.com', VICTIM, VICTIM, 'VICTIM@EXAMPLE.COM'])
    orders.push(await order(email));
  expect(await lettersTo(VICTIM)).toEqual(['order-placed', 'order-placed', 'order-placed']);
  const pages = orders.map(({ number, page }) =>
    wordsOf(page)
      .replaceAll(number, 'EA')
      .replace(/victim@example\.com/gi, 'E'),
  );
  // Who ordered can't tell the page of one whose letter was held back.
  expect(new Set(pages).size).toBe(1);
  for (const part of ['110-123-456789', '한빛은행', '메일이 오지 않아도 이 화면에서 모두 볼 수 있어요'])
    expect(pages[4]).toContain(part);
  const desk = await owner.get(`/admin/orders/${orders[4]!.number}`).expect(200);
  expect(wordsOf(desk.text)).toContain('메일을 보내지 않았어요: 주문 받음, 입금 안내.');
});

test('the next hour it is sent again, and eight a day', async () => {
  for (let hour = 0; hour < 4; hour++) {
    for (let i = 0; i < 4; i++) await order(VICTIM);
    shop.clock.advance(3_600_000);
  }
  expect(await lettersTo(VICTIM)).toHaveLength(8);
  shop.clock.advance(24 * 3_600_000);
  await order(VICTIM);
  expect(await lettersTo(VICTIM)).toHaveLength(9);
});

test('other mailboxes get theirs, and whoever pays gets all of hers', async () => {
  for (let i = 0; i < 4; i++) await order(VICTIM);
  const { number } = await order('haneul@example.com');
  expect(await lettersTo('haneul@example.com')).toEqual(['order-placed']);
  await shop.shop.services.orders.markPaid(number);
  expect(await lettersTo('haneul@example.com')).toEqual(['order-placed', 'order-paid']);
  const late = await order(VICTIM);
  await shop.shop.services.orders.markPaid(late.number);
  expect(await lettersTo(VICTIM)).toEqual(['order-placed', 'order-placed', 'order-placed', 'order-paid']);
});

test('at once as well', async () => {
  const forms = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const visitor = await buyerWith(shop, ids[SKU]);
      return { visitor, form: await visitor.filledForm({ payment_method: 'bank', email: VICTIM }) };
    }),
  );
  await Promise.all(forms.map(({ visitor, form }) => visitor.post('/checkout', form).expect(303)));
  expect(await lettersTo(VICTIM)).toHaveLength(3);
});

test('reminders and ends of orders by card are among the three', async () => {
  for (let i = 0; i < 4; i++) {
    const visitor = await buyerWith(shop, ids[SKU]);
    await visitor.checkOut({ email: VICTIM });
  }
  const { orders } = shop.shop.services;
  shop.clock.advance(15 * 60_000);
  expect(await orders.remindDue()).toBe(4);
  shop.clock.advance(15 * 60_000);
  expect(await orders.expireDue()).toBe(4);
  expect(await lettersTo(VICTIM)).toEqual(['order-reminder', 'order-reminder', 'order-reminder']);
  const held = await shop.database.column<string>`
    select detail ->> 'mail' from order_events where kind = 'letter-held' order by id`;
  expect(held).toEqual(['order-reminder', ...Array<string>(4).fill('order-expired')]);
});

test('that the owner cancels in bulk fills nobody’s mailbox either', async () => {
  const numbers = [];
  for (let i = 0; i < 5; i++) numbers.push((await order(VICTIM)).number);
  await owner.post('/admin/orders/cancel', { number: numbers }).expect(303);
  expect(await lettersTo(VICTIM)).toHaveLength(3);
});

test('the owner is told of sixty an hour; the rest is in her list', async () => {
  await shop.database.run`
    insert into outbox (kind, locale, recipient, subject, body_text, body_html, created_at, next_attempt_at,
    order_id)
     select 'new-order', 'ko', ${'owner@essence-aura.localhost'}, 's', 't', 'h', ${shop.clock.now()},
    ${shop.clock.now()}, ${await idOfFirst()} from generate_series(1, 59)`;
  await order(VICTIM);
  expect(await lettersTo('owner@essence-aura.localhost')).toHaveLength(60);
});

async function idOfFirst(): Promise<string> {
  await order('first@example.com');
  return shop.database.value<string>`select id from orders`;
}

const LINKS = ['https://evil.example', 'www.evil.example', 'evil.com 무료 증정', 'evil。com', 'pay@evil.com'];

test.each(LINKS)('%s stands in no field of an order: each says so, and nothing typed is lost', async (link) => {
  const visitor = await buyerWith(shop, ids[SKU]);
  const typed = { recipient: link, address_line1: link, address_line2: link, delivery_note: link };
  const { text } = await visitor.post('/checkout', await visitor.filledForm(typed)).expect(422);
  for (const field of Object.keys(typed)) expect(text).toContain(`id="${field}-error"`);
  expect(wordsOf(text).match(/웹 주소나 이메일 주소처럼 보이는 글은 적을 수 없어요/g)).toHaveLength(8);
  expect(text.split(`value="${link}"`)).toHaveLength(5);
  await visitor.post('/checkout', { ...hiddenFields(text), ...TYPED }).expect(303);
});

test('initials, house numbers and floors are no links', async () => {
  const visitor = await buyerWith(shop, ids[SKU]);
  const typed = { recipient: 'A.B. Kim', address_line1: 'No.12-3, Sejong-daero', address_line2: 'B1.2F 101.202호' };
  await visitor.checkOut(typed);
});

test('an account’s name holds no link', async () => {
  const form = { name: '당첨 evil.com', email: 'new@example.com', password: 'four quiet words here' };
  const { text } = await shop.visitor().post('/account/register', form).expect(422);
  expect(wordsOf(text)).toContain('이름에 웹 주소나 이메일 주소는 쓸 수 없어요.');
  expect(text).toContain('value="당첨 evil.com"');
});
