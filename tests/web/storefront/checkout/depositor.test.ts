/** By what name a transfer comes: asked at the checkout, said wherever somebody looks for the money. */
import { expectAll, expectNone, wordsOf } from '../../../setup/html';
import { atCheckout, BANK, pathOf, TYPED } from '../../../setup/visitor';
import { withOrdersAtDesk } from '../../desk/orders/orders-at-desk';

const { shop, ids, book, owner } = withOrdersAtDesk();

const PAYER = '남궁입금';

test('it is on the order’s page, in its mails, and at the desk', async () => {
  const number = await book.pending({ depositor: ` ${PAYER} ` });
  const [placed, told] = await book.mails(number);
  expectAll(placed!.text, `입금자명: ${PAYER}`, `계좌번호: ${BANK['bank.account']}`, '금액: ₩31,000');
  expectAll(told!.text, `입금자명: ${PAYER}`);
  const link = /https:\S+\/orders\/\S+/.exec(placed!.text)![0];
  const page = await shop.visitor().text(link.slice(new URL(link).origin.length));
  expectAll(wordsOf(page), `입금자명 ${PAYER}`, BANK['bank.protectionName']);
  expectAll(page, 'data-copy="110123456789"', 'data-copy="31000"');
  expect(await owner.words(`/admin/orders/${number}`)).toContain(`입금자명 ${PAYER}`);
  expect(await owner.words('/admin/orders?tab=confirm')).toContain(`입금자 ${PAYER}`);
  expect(await owner.words(`/admin/orders/confirm?number=${number}`)).toContain(`입금자 ${PAYER}`);
});

test('an order is found by any part of it', async () => {
  const number = await book.pending({ depositor: '제갈보내' });
  expect(await owner.words(`/admin/orders?q=${encodeURIComponent('갈보')}`)).toContain(number);
  expect(await owner.words(`/admin/orders?q=${encodeURIComponent('갈봄')}`)).not.toContain(number);
});

test('left blank it is the recipient, who isn’t named twice at the desk', async () => {
  const number = await book.pending({ recipient: '선우하늘' });
  expect(
    await shop.database.value<string>`
    select d.name from depositors d join orders o on o.id = d.order_id where o.number = ${number}`,
  ).toBe('선우하늘');
  expect(await owner.words(`/admin/orders?q=${encodeURIComponent('선우하늘')}`)).not.toContain('입금자 선우하늘');
});

test('it is in the file of orders', async () => {
  const number = await book.pending({ depositor: PAYER });
  const { text } = await owner.post('/admin/files/export/orders', { format: 'csv' }).expect(200);
  const [head = '', ...rows] = text.replace('\uFEFF', '').split('\r\n');
  const at = head.split(',').indexOf('"입금자명"');
  expect(rows.find((row) => row.includes(number))!.split(',')[at]).toBe(`"${PAYER}"`);
});

test.each([
  ['당첨 evil.com', '웹 주소나 이메일 주소처럼 보이는 글은'],
  ['가'.repeat(41), '40자까지 적을 수 있어요.'],
])('%s is refused, and stays where it was typed', async (depositor, words) => {
  const { buyer, form } = await atCheckout(shop, ids[book.SKU], { payment_method: 'bank', depositor });
  const { text } = await buyer.post('/checkout', form).expect(422);
  expectAll(wordsOf(text), words);
  expect(text).toContain(`name="depositor" type="text" value="${depositor}"`);
});

test('a card’s order has none, whatever is typed', async () => {
  const { buyer, form } = await atCheckout(shop, ids[book.SKU], { payment_method: 'test', depositor: PAYER });
  await buyer.post('/checkout', form).expect(303);
  const { email } = TYPED;
  expect(
    await shop.database.value<number>`
    select count(*) from depositors d join orders o on o.id = d.order_id
    where o.payment_method = 'test' and o.email = ${email}`,
  ).toBe(0);
});

test('without the protection service nobody can choose a transfer, and it is neither asked nor said', async () => {
  await shop.shop.services.settings.change({ 'bank.protectionUrl': '' });
  const { buyer, form } = await atCheckout(shop, ids[book.SKU], { payment_method: 'bank' });
  const page = await buyer.text('/checkout');
  expectNone(page, 'value="bank"', 'name="depositor"', BANK['bank.protectionName']);
  await buyer.post('/checkout', form).expect(422);
  await shop.shop.services.settings.change(BANK);
  const again = await buyer.text('/checkout');
  expectAll(again, 'value="bank"', 'name="depositor"', `<a href="${BANK['bank.protectionUrl']}">`);
  expect(pathOf(await buyer.post('/checkout', form).expect(303))).toContain('/orders/');
});

test('who orders again finds the name she paid by, if it isn’t the recipient’s', async () => {
  const { buyer, form } = await atCheckout(shop, ids[book.SKU], { payment_method: 'bank', depositor: PAYER });
  await buyer.post('/checkout', form).expect(303);
  await book.forgetLimits();
  await buyer.putIntoCart(ids[book.SKU]);
  expect(await buyer.text('/checkout')).toContain(`name="depositor" type="text" value="${PAYER}"`);
});
