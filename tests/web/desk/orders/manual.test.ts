import { randomUUID } from 'node:crypto';
import { deskVisitor } from '../../../setup/desk';
import { expectAll, formOf, hiddenFields, wordsOf } from '../../../setup/html';
import { APPROVED, atCheckout, numberIn, pathOf } from '../../../setup/visitor';
import { withOrdersAtDesk, WRITTEN } from './orders-at-desk';

const SKU = 'TST-AFTER-RAIN-010';
const FORM = '/admin/orders/new';

const { shop, ids, book, owner } = withOrdersAtDesk();
beforeEach(async () => {
  await shop.database.run`update variants set stock = 50`;
});

type Form = Record<string, string | readonly string[]>;

const written = (more: Form = {}): Form => ({
  ...WRITTEN,
  attempt: randomUUID(),
  variant: String(ids[SKU]),
  ...more,
});

const place = async (more: Form = {}): Promise<string> =>
  numberIn(pathOf(await owner.post(FORM, written(more)).expect(303)));

const countOrders = (): Promise<number> => shop.database.value<number>`select count(*) as n from orders`;

test('its buyer gets a link, pays behind it, and the order is paid', async () => {
  const number = await place({ locale: 'en' });
  expect(await book.row(number)).toMatchObject({
    channel: 'manual',
    status: 'pending',
    total: 31_000,
    payment_due_at: new Date(shop.clock.now().getTime() + 48 * 60 * 60 * 1000),
  });
  expect(await book.stock(SKU)).toBe(49);
  expect(await book.audit(number)).toMatchObject([{ action: 'order.place', changes: { total: [null, 31_000] } }]);
  const mails = await book.mails(number);
  expect(mails.map(({ kind, recipient }) => [kind, recipient])).toEqual([['payment-link', 'bori@example.com']]);
  const [link = ''] = /https:\S+\/en\/orders\/\S+/.exec(mails[0]!.text) ?? [];
  const buyer = shop.visitor();
  const { pathname, search } = new URL(link);
  const page = await buyer.get(pathname + search).expect(200);
  const begun = await buyer.post(...formOf(page.text, `/en/orders/${number}/pay`)).expect(303);
  const shown = await buyer.pay(pathOf(begun), APPROVED);
  expect(await buyer.words(shown)).toContain(number);
  expect(await book.row(number)).toMatchObject({ status: 'paid' });
  // Where the provider sends her back opens nothing for anybody else.
  const id = await shop.database.value<string>`
    select id from payments where order_id = (select id from orders where number = ${number})`;
  await shop.visitor().get(`/en/checkout/return?payment=${id}`).expect(404);
  expect(JSON.stringify(await book.audit(number))).not.toMatch(/보리|bori|3333/);
});

test('a transfer’s buyer is told where to pay; who gave no e-mail gets no mail', async () => {
  const told = await place({ payment_method: 'bank' });
  expect((await book.mails(told)).map(({ kind }) => kind)).toEqual(['order-placed']);
  const mute = await place({ payment_method: 'bank', email: '' });
  expect(await book.mails(mute)).toEqual([]);
  await owner.post(`/admin/orders/${mute}/mark-paid`, { seen: 'pending' }).expect(303);
  await owner.post(`/admin/orders/${mute}/ship`, { seen: 'paid', carrier: 'pickup', tracking: '' }).expect(303);
  expect(await book.mails(mute)).toEqual([]);
});

test('another price needs its reason, and is in the history and the audit log', async () => {
  const refused = await owner.post(FORM, written({ price: '20,000', expected_total: '23000' })).expect(422);
  expect(wordsOf(refused.text)).toContain('까닭을 골라 주세요');
  expect(refused.text).toContain('value="20,000"');
  const number = await place({ price: '20,000', reason: 'flaw', expected_total: '23000' });
  expect(await book.events(number)).toEqual(['placed', 'price-changed']);
  expect((await book.audit(number))[0]!.changes).toEqual({
    total: [null, 23_000],
    [`${SKU}.price`]: [28_000, 20_000],
    [`${SKU}.reason`]: [null, 'flaw'],
  });
});

test('its form goes button by button and keeps what was typed', async () => {
  const blank = await owner.get(FORM).expect(200);
  const attempt = hiddenFields(blank.text)['attempt']!;
  const found = await owner.post(FORM, { attempt, do: 'find', find: 'after', recipient: '정보리' }).expect(200);
  expectAll(found.text, `value="add:${ids[SKU]}"`, 'value="정보리"');
  const added = await owner.post(FORM, { attempt, do: `add:${ids[SKU]}`, recipient: '정보리' }).expect(200);
  expect(added.text).toMatch(new RegExp(`name="variant" value="${ids[SKU]}"`));
  const bad = await owner
    .post(FORM, written({ email: 'bori', phone: '12', postcode: 'abc', quantity: '0' }))
    .expect(422);
  for (const words of [
    '이메일 주소를 확인해 주세요',
    '전화번호를 확인해 주세요',
    '우편번호는 숫자 다섯 자리예요',
    '1부터 999까지',
  ]) {
    expect(wordsOf(bad.text)).toContain(words);
  }
  expectAll(bad.text, 'value="12"', 'value="abc"');
});

test('what is ordered is what was seen: another total is shown again first', async () => {
  const before = await countOrders();
  const answer = await owner.post(FORM, written({ expected_total: '30999' })).expect(409);
  expect(wordsOf(answer.text)).toContain('합계가 ₩31,000이에요');
  expect(answer.text).toContain('value="정보리"');
  expect(await countOrders()).toBe(before);
});

test('sent five times at once it is one order', async () => {
  const attempt = randomUUID();
  const answers = await Promise.all(Array.from({ length: 5 }, () => owner.post(FORM, written({ attempt }))));
  const places = answers.map((answer) => [answer.status, pathOf(answer).slice(0, 27)]);
  expect(new Set(places.map(String)).size).toBe(1);
  expect(answers[0]!.status).toBe(303);
  expect(await book.stock(SKU)).toBe(49);
});

test('the last bottle goes to one: the desk or the shop, never both', async () => {
  for (let round = 0; round < 10; round++) {
    await book.forgetLimits();
    await shop.database.run`update variants set stock = 1 where sku = ${SKU}`;
    const { buyer: visitor, form } = await atCheckout(shop, ids[SKU]);
    const before = await countOrders();
    const acts = [
      () => owner.post(FORM, written()).then(({ status }) => status),
      () => owner.post(FORM, written()).then(({ status }) => status),
      () => visitor.post('/checkout', form).then(({ status }) => status),
    ];
    const statuses = await Promise.all([...acts.slice(round % 3), ...acts.slice(0, round % 3)].map((act) => act()));
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    // Refused because it was gone when the form was read, or by the time the order was to be made.
    for (const status of statuses) expect([303, 409, 422]).toContain(status);
    expect(await countOrders()).toBe(before + 1);
    expect(await book.stock(SKU)).toBe(0);
  }
});

test('what is no field of the form, or no value of a field, is refused', async () => {
  const before = await countOrders();
  for (const extra of ['status', 'account_id', 'total', 'paid_at', 'channel']) {
    await owner.post(FORM, written({ [extra]: 'paid' })).expect(400);
  }
  await owner.post(FORM, written({ attempt: 'nonsense' })).expect(400);
  await owner.post(FORM, written({ variant: '1 or 1=1' })).expect(400);
  await owner.post(FORM, written({ variant: '999999999' })).expect(422);
  await owner.post(FORM, written({ payment_method: 'gift' })).expect(422);
  await owner.post(FORM, written({ price: '0', reason: 'flaw' })).expect(422);
  await owner.post(FORM, written({ price: '-1', reason: 'flaw' })).expect(422);
  await owner.post(FORM, written({ delivery_fee: '-3000' })).expect(422);
  expect(await countOrders()).toBe(before);
});

test('not paid in time it is closed, and its bottles are back', async () => {
  shop.clock.advance(8 * 24 * 60 * 60 * 1000);
  await shop.shop.services.orders.expireDue();
  Object.assign(owner, await deskVisitor(shop));
  await shop.database.run`update variants set stock = 50`;
  const number = await place({ quantity: '3', expected_total: '84000', deadline: '24' });
  expect(await book.stock(SKU)).toBe(47);
  shop.clock.advance(24 * 60 * 60 * 1000 + 1);
  await shop.shop.services.orders.expireDue();
  Object.assign(owner, await deskVisitor(shop));
  expect(await book.row(number)).toMatchObject({ status: 'expired' });
  expect(await book.stock(SKU)).toBe(50);
});

test('an e-mail that looks misspelt is asked about once, and taken when it is meant so', async () => {
  const before = await countOrders();
  const asked = await owner.post(FORM, written({ email: 'bori@gmial.com' })).expect(422);
  expect(wordsOf(asked.text)).toContain('혹시 gmail.com 아닌가요?');
  expect(await countOrders()).toBe(before);
  const { email_asked: about = '' } = hiddenFields(asked.text);
  // Goods that are looked for meanwhile don't make it forget.
  const found = await owner.post(
    FORM,
    written({ do: 'find', find: '비', email: 'bori@gmial.com', email_asked: about }),
  );
  expect(hiddenFields(found.text)['email_asked']).toBe('bori@gmial.com');
  const other = await owner.post(FORM, written({ email: 'bori@naver.con', email_asked: about })).expect(422);
  expect(wordsOf(other.text)).toContain('혹시 naver.com 아닌가요?');
  const number = await place({ email: 'bori@gmial.com', email_asked: about });
  expect((await book.mails(number)).map(({ recipient }) => recipient)).toEqual(['bori@gmial.com']);
});
