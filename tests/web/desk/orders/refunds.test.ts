import { randomUUID } from 'node:crypto';
import { deskVisitor } from '../../../setup/desk';
import { wordsOf } from '../../../setup/html';
import { withOrdersAtDesk } from './orders-at-desk';

const { shop, book, owner, post, noticeOf } = withOrdersAtDesk();

const refund = (number: string, amount: string, attempt: string = randomUUID()) =>
  post(number, 'refund', { attempt, amount, refund_text: '국민은행으로 보냄' });

test('refunds are noted in parts, never above what came in, and each with a mail', async () => {
  const number = await book.paid();
  await refund(number, '10,000').expect(303);
  await refund(number, '₩21,001').expect(422);
  const tooMuch = await refund(number, '21001').expect(422);
  expect(wordsOf(tooMuch.text)).toContain('남은 돈은 ₩21,000이에요');
  expect(tooMuch.text).toContain('value="21001"');
  await refund(number, '21000원').expect(303);
  expect(await book.row(number)).toMatchObject({ refunded: 31_000, status: 'paid' });
  await refund(number, '1').expect(422);
  const mails = (await book.mails(number)).filter(({ kind }) => kind === 'order-refunded');
  expect(mails.map(({ text }) => /₩[\d,]+을 돌려 드렸어요/.exec(text)?.[0])).toEqual([
    '₩10,000을 돌려 드렸어요',
    '₩21,000을 돌려 드렸어요',
  ]);
  expect((await book.audit(number)).map(({ changes }) => changes)).toEqual([
    { refunded: [0, 10_000] },
    { refunded: [10_000, 31_000] },
  ]);
  expect(JSON.stringify(await book.audit(number))).not.toContain('국민은행');
});

test('a refund is noted once, however often the form is sent', async () => {
  const number = await book.paid();
  const attempt = randomUUID();
  const answers = await Promise.all(Array.from({ length: 5 }, () => refund(number, '5000', attempt)));
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
  expect(await book.row(number)).toMatchObject({ refunded: 5_000 });
  expect(await book.events(number)).toEqual(['placed', 'paid', 'refunded']);
});

test.each(['', '0', '-5', '1.5', '1e3', 'abc', '9'.repeat(13)])('%j is no amount', async (amount) => {
  const number = await book.paid();
  await refund(number, amount).expect(422);
  expect(await book.row(number)).toMatchObject({ refunded: 0 });
});

test('of an order that nobody has paid there is nothing to pay back', async () => {
  const number = await book.pending();
  await refund(number, '1').expect(422);
});

test('a late payment can be noted, and its refunds settle the flag when all of it went back', async () => {
  const number = await book.pending();
  shop.clock.advance(73 * 60 * 60 * 1000);
  await shop.shop.services.orders.expireDue();
  Object.assign(owner, await deskVisitor(shop));
  expect((await owner.get(`/admin/orders/${number}`)).text).toContain('늦게 들어온 돈 적기');
  await post(number, 'mark-paid', { seen: 'expired' }).expect(303);
  expect(await book.row(number)).toMatchObject({ status: 'expired', flag: 'late-payment' });
  expect((await book.audit(number)).at(-1)).toMatchObject({
    action: 'order.mark-paid',
    changes: { flag: [null, 'late-payment'] },
  });
  expect((await owner.get(`/admin/orders/${number}`)).text).not.toContain('늦게 들어온 돈 적기');
  expect(await noticeOf(number)).toContain('주문이 닫힌 뒤에 ₩31,000이 들어왔어요');
  await refund(number, '1000').expect(303);
  expect(await book.row(number)).toMatchObject({ flag: 'late-payment' });
  await refund(number, '30000').expect(303);
  expect(await book.row(number)).toMatchObject({ status: 'expired', flag: null, refunded: 31_000 });
});

test('refunds of a wrong amount are bounded by what came in, be it more than the order', async () => {
  const number = await book.pending();
  const { id } = await book.row(number);
  await shop.database.run`update orders set flag = 'amount-mismatch' where id = ${id}`;
  await shop.database.run`insert into order_events (order_id, at, kind, detail)
    values (${id}, now(), 'amount-mismatch', ${JSON.stringify({ amount: 40_000, currency: 'KRW' })})`;
  await refund(number, '40001').expect(422);
  await refund(number, '40000').expect(303);
  expect(await book.row(number)).toMatchObject({ flag: null, refunded: 40_000, status: 'pending' });
  await post(number, 'cancel', { seen: 'pending' }).expect(303);
  expect(await book.row(number)).toMatchObject({ status: 'cancelled' });
});
