/** An order looked up by its number and the telephone number on its parcel: state and parcel, and nothing of whose it is. */
import { Client } from 'pg';
import { withStockedDesk } from '../../../setup/desk';
import { expectAll, expectNone, unescaped, wordsOf } from '../../../setup/html';
import { BANK, numberIn, TYPED } from '../../../setup/visitor';

const SKU = 'TST-AFTER-RAIN-010';
const PATH = '/orders/lookup';
const { shop, ids, owner } = withStockedDesk();
beforeAll(() => shop.shop.services.settings.change(BANK));
beforeEach(() => shop.database.run`delete from rate_limits`);

const bought = async (): Promise<string> => numberIn(await shop.visitor().buy(ids[SKU]));
const find = (number: string, phone: string, path = PATH, headers: Record<string, string> = {}) =>
  shop.visitor().post(path, { number, phone }, headers);

async function shipped(): Promise<string> {
  const number = await bought();
  const parcel = { seen: 'paid', carrier: 'cj', tracking: '601234567890' };
  await owner.post(`/admin/orders/${number}/ship`, parcel).expect(303);
  return number;
}

test.each([
  ['', '보냈어요', 'CJ대한통운', '배송 조회'],
  ['/en', 'On its way', 'CJ Logistics', 'Track'],
])('%s: state, parcel, dates and lines are shown, and no name, address or number', async (locale, ...words) => {
  const number = await shipped();
  const { text } = await find(number, TYPED.phone, locale + PATH).expect(200);
  expectAll(wordsOf(text), number, '601234567890', ...words, '₩28,000');
  expect(unescaped(text)).toMatch(/href="https:\/\/[^"]*601234567890/);
  expectNone(
    text,
    TYPED.recipient,
    TYPED.phone,
    TYPED.email,
    '세종로',
    TYPED.address_line2,
    TYPED.delivery_note,
    'key=',
  );
});

test('both are taken as people write them', async () => {
  const number = await bought();
  await find(` ${number.slice(3).toLowerCase()} `, '+82 10 1234 5678').expect(200);
});

test('a wrong pair, an unknown number and an order that was erased are one answer', async () => {
  const number = await bought();
  const erased = await bought();
  await shop.database.run`
    update orders set email = '', recipient = '', phone = '', postcode = '', address_line1 = '', address_line2 = '',
      delivery_note = '', account_id = null, erased_at = now() where number = ${erased}`;
  const answers = [];
  for (const [asked, phone] of [
    [number, '010-9999-9999'],
    ['EA-0000000000', TYPED.phone],
    [erased, TYPED.phone],
  ] as const) {
    const { status, text } = await find(asked, phone);
    answers.push([
      status,
      text
        .replaceAll(asked, 'EA')
        .replaceAll(phone, '010')
        .replaceAll(/[0-9a-f-]{36}/g, ''),
    ]);
  }
  expect(answers[0]).toEqual([422, expect.stringContaining('이 번호와 전화번호로 된 주문이 없어요.')]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('whatever was asked for, the database is asked the same', async () => {
  const number = await bought();
  // What every page is made of is remembered.
  shop.shop.services.memories.stillRightAt(Infinity);
  const asked = jest.spyOn(Client.prototype, 'query');
  const counts: number[] = [];
  const pairs = [
    [number, '010-9999-9999'],
    ['EA-0000000000', TYPED.phone],
  ] as const;
  for (const [order, phone] of pairs) {
    await find(order, phone);
    asked.mockClear();
    await find(order, phone);
    counts.push(asked.mock.calls.length);
  }
  asked.mockRestore();
  expect(counts[0]).toBe(counts[1]);
});

test('it changes nothing, needs no session and makes none', async () => {
  const number = await shipped();
  const state = () => shop.database.row`select o::text, (select count(*) from sessions) as sessions from orders o
    where number = ${number}`;
  const before = await state();
  const visitor = shop.visitor();
  await visitor.get(PATH).expect(200);
  await visitor.post(PATH, { number, phone: TYPED.phone }).expect(200);
  await visitor.post(PATH, { number, phone: '010-9999-9999' }).expect(422);
  expect(await state()).toEqual(before);
  expect(visitor.sessionId()).toBeNull();
});

test('what was typed is kept, and each field says what is wrong with it', async () => {
  const { status, text } = await find('EA-7', '12');
  expect(status).toBe(422);
  expectAll(text, 'id="number-error"', 'id="phone-error"', 'value="EA-7"', 'value="12"');
  expect((await shop.visitor().get(`${PATH}?number=EA-7K2M9QX4TB`).expect(200)).text).toContain(
    'value="EA-7K2M9QX4TB"',
  );
});

test('the other language has what was typed, and looks nothing up', async () => {
  const number = await bought();
  const typed = { number, phone: TYPED.phone, show: '1' };
  const { text } = await shop.visitor().post(`/en${PATH}`, typed).expect(200);
  expectAll(text, '<html lang="en">', `value="${number}"`, `value="${TYPED.phone}"`);
  expectNone(text, 'field__error', 'notice--wrong');
});

test('guesses at one order end, from wherever they come; who finds hers is never counted', async () => {
  const number = await bought();
  for (let n = 0; n < 30; n++) await find(number, TYPED.phone).expect(200);
  const from = (n: number) => ({ 'X-Forwarded-For': `10.9.${n}.1` });
  for (let n = 0; n < 10; n++) await find(number, '010-9999-9999', PATH, from(n)).expect(422);
  const answer = await find(number, TYPED.phone, PATH, from(11)).expect(429);
  expect(answer.headers['retry-after']).toBeDefined();
  expect(answer.text).toContain(`value="${number}"`);
  await find('EA-0000000001', TYPED.phone, PATH, from(11)).expect(422);
});

test('guesses from one address end, whatever they are at', async () => {
  const number = await bought();
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefgh';
  for (let n = 0; n < 40; n++)
    await find(`EA-00000000${n < 32 ? '0' : '1'}${digits[n % 32]!}`, TYPED.phone).expect(422);
  await find(number, TYPED.phone).expect(429);
  await find(number, TYPED.phone, PATH, { 'X-Forwarded-For': '10.8.0.1' }).expect(200);
});

test.each(['', '/en'])(
  '%s: the footer, the page of a lost link and the end of each mail lead there',
  async (locale) => {
    const visitor = shop.visitor();
    expect(await visitor.text(`${locale}/`)).toContain(`href="${locale}${PATH}"`);
    const lost = await visitor.get(`${locale}/orders/EA-0000000000`).expect(404);
    expect(lost.text).toContain(`class="button" href="${locale}${PATH}"`);
    expect((await visitor.get(`${locale}/nowhere`).expect(404)).text).not.toContain(
      `class="button" href="${locale}${PATH}"`,
    );
    await visitor.putIntoCart(ids[SKU]);
    const form = await visitor.filledForm({ payment_method: 'bank' }, `${locale}/checkout`);
    const number = numberIn(String((await visitor.post(`${locale}/checkout`, form).expect(303)).headers['location']));
    const mail = await shop.database.value<string>`
    select body_text from outbox where kind = 'order-placed' order by id desc limit 1`;
    expect(mail).toContain(`https://essence-aura.localhost:8443${locale}${PATH}?number=${number}\n`);
  },
);
