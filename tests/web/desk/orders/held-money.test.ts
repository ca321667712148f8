import { deskVisitor } from '../../../setup/desk';
import { wordsOf } from '../../../setup/html';
import { APPROVED, numberIn, pathOf } from '../../../setup/visitor';
import { withOrdersAtDesk } from './orders-at-desk';

const { shop, ids, book, owner, post, noticeOf } = withOrdersAtDesk();

/** By card, and paid when the order was closed: its window stood open in another tab. */
async function late(): Promise<string> {
  const visitor = shop.visitor();
  await book.forgetLimits();
  await visitor.putIntoCart(ids[book.SKU]);
  const provider = pathOf(await visitor.checkOut({ email: 'haneul@example.com' }));
  const reference = provider.split('/').at(-1)!;
  const { id, number } = await shop.database.row<{ id: string; number: string }>`
    select p.id, o.number from payments p join orders o on o.id = p.order_id where p.reference = ${reference}`;
  shop.clock.advance(31 * 60 * 1000);
  await shop.shop.services.orders.expireDue();
  await shop.database.run`update test_provider_payments set status = 'open' where reference = ${reference}`;
  expect(numberIn(await visitor.pay(provider, APPROVED))).toBe(number);
  expect(id).not.toBe('');
  Object.assign(owner, await deskVisitor(shop));
  return number;
}

test('late money is taken as payment with one click, and the order is to be sent', async () => {
  const number = await late();
  expect(await book.row(number)).toMatchObject({ status: 'expired', flag: 'late-payment' });
  expect(wordsOf(await owner.text(`/admin/orders/${number}`))).toContain('결제로 받기');
  await post(number, 'honour', { seen: 'expired' }).expect(303);
  expect(await book.row(number)).toMatchObject({ status: 'paid', flag: null });
  expect((await book.audit(number)).at(-1)).toMatchObject({
    action: 'order.honour',
    changes: { status: ['expired', 'paid'] },
  });
  expect((await book.mails(number)).map(({ kind }) => kind)).toContain('order-paid');
  await post(number, 'honour', { seen: 'paid' }).expect(303);
  expect(await book.row(number)).toMatchObject({ status: 'paid' });
});

test('or sent back with one click, the way that it came', async () => {
  const number = await late();
  await post(number, 'refund-held', { seen: 'expired' }).expect(303);
  expect(await noticeOf(number)).not.toContain('결제로 받기');
  expect(await book.row(number)).toMatchObject({ status: 'expired', flag: null, refunded: 31_000 });
  expect(
    await shop.database.value<number>`select cancelled from test_provider_payments where merchant_order = ${number}`,
  ).toBe(31_000);
  await post(number, 'refund-held', { seen: 'expired' }).expect(303);
  expect(await book.row(number)).toMatchObject({ refunded: 31_000 });
});

test('a card order is refunded through its provider, in parts', async () => {
  const number = await late();
  await post(number, 'honour', { seen: 'expired' }).expect(303);
  const page = await owner.text(`/admin/orders/${number}`);
  expect(wordsOf(page)).toContain('환불하기');
  expect(wordsOf(page)).not.toContain('환불 적기');
  await post(number, 'refund', { attempt: crypto.randomUUID(), amount: '10000', refund_text: '' }).expect(303);
  expect(await book.row(number)).toMatchObject({ refunded: 10_000, status: 'paid' });
  expect(
    await shop.database.value<number>`select cancelled from test_provider_payments where merchant_order = ${number}`,
  ).toBe(10_000);
});
