import { randomUUID } from 'node:crypto';
import { SEALED } from '../../../../server/store/mail/model';
import { withoutOrderKeys } from '../../../../server/store/orders';
import { deskVisitor } from '../../../setup/desk';
import { expectAll, wordsOf } from '../../../setup/html';
import { TYPED } from '../../../setup/visitor';
import { withOrdersAtDesk } from './orders-at-desk';

const { shop, book, owner, post, noticeOf } = withOrdersAtDesk();

const CJ = { carrier: 'cj', tracking: '6012-3456-7890' };

async function shippedOrder(): Promise<string> {
  const number = await book.paid();
  await post(number, 'ship', { seen: 'paid', ...CJ }).expect(303);
  return number;
}

test('a transfer that has arrived is confirmed, once, and the buyer hears of it', async () => {
  const number = await book.pending();
  const page = await owner.get(`/admin/orders/${number}`).expect(200);
  expect(wordsOf(page.text)).toContain('₩31,000이 들어온 게 맞나요');
  await post(number, 'mark-paid', { seen: 'pending' }).expect(303);
  expect(await book.row(number)).toMatchObject({ status: 'paid', flag: null });
  expect(await book.events(number)).toEqual(['placed', 'paid']);
  expect((await book.mails(number)).map(({ kind }) => kind)).toEqual(['order-placed', 'new-order', 'order-paid']);
  expect(await book.audit(number)).toEqual([
    { action: 'order.mark-paid', changes: { status: ['pending', 'paid'] }, actor: `김서연 <${owner.email}>` },
  ]);
  await post(number, 'mark-paid', { seen: 'pending' }).expect(303);
  expect(await noticeOf(number)).toContain('그사이 주문의 상태가 바뀌어서');
  expect(await book.audit(number)).toHaveLength(1);
});

test('a card’s payment is its provider’s to confirm, not ours', async () => {
  await book.forgetLimits();
  const number = await book.pending({ payment_method: 'test' }).catch(
    () =>
      shop.database.value<string>`
        select number from orders where payment_method = 'test' order by placed_at desc, number
          limit 1`,
  );
  await post(number, 'mark-paid', { seen: 'pending' }).expect(303);
  expect(await book.row(number)).toMatchObject({ status: 'pending' });
});

test('an order is sent with its tracking number, and its buyer can follow it', async () => {
  const number = await book.paid();
  await post(number, 'ship', { seen: 'paid', ...CJ }).expect(303);
  expect(await book.row(number)).toMatchObject({ status: 'shipped', carrier: 'cj', tracking_number: '601234567890' });
  expect(await book.events(number)).toEqual(['placed', 'paid', 'shipped']);
  const [mail] = (await book.mails(number)).filter(({ kind }) => kind === 'order-shipped');
  expect(mail!.subject).toContain('향수를 보냈어요');
  expect(mail!.text).toContain('https://trace.cjlogistics.com/next/tracking.html?wblNo=601234567890');
  const [entry] = (await book.audit(number)).slice(-1);
  expect(entry).toMatchObject({
    action: 'order.ship',
    changes: { status: ['paid', 'shipped'], carrier: [null, 'cj'] },
  });
  // A tracking number leads to a door, and the audit log can't forget.
  expect(JSON.stringify(entry)).not.toContain('601234567890');
});

test('the buyer’s own page shows in her language where the parcel is, until the sending is undone', async () => {
  const number = await book.pendingInEnglish();
  await post(number, 'mark-paid', { seen: 'pending' }).expect(303);
  await post(number, 'ship', { seen: 'paid', ...CJ }).expect(303);
  const mail = (await book.mails(number)).find(({ kind }) => kind === 'order-shipped')!;
  const [link = ''] = /https:\S+\/en\/orders\/\S+/.exec(mail.text) ?? [];
  const { pathname, search } = new URL(link);
  const page = await shop
    .visitor()
    .get(pathname + search)
    .expect(200);
  expect(page.text).toContain('href="https://trace.cjlogistics.com/next/tracking.html?wblNo=601234567890"');
  expect(wordsOf(page.text)).toContain('601234567890');
  await shop.visitor().get(pathname).expect(404);
  await post(number, 'unship', { seen: 'shipped' }).expect(303);
  expect(await shop.visitor().text(pathname + search)).not.toContain('601234567890');
});

test('nothing of whose an order is gets into the audit log, whatever was done with it', async () => {
  const rows = await shop.database.column<string>`select a::text as entry from audit_log a`;
  const log = rows.join('\n');
  expect(log).toContain('order.ship');
  for (const hers of [TYPED.email, TYPED.recipient, '1234-5678', '12345678', '세종로', '202호', 'june', 'June']) {
    expect(log).not.toContain(hers);
  }
});

test.each([
  [{ carrier: 'cj', tracking: '12345' }, '이 택배사의 운송장 번호가 아니에요'],
  [{ carrier: 'epost', tracking: '' }, '운송장 번호를 적어 주세요'],
  [{ carrier: '', tracking: '601234567890' }, '택배사를 골라 주세요'],
  [{ carrier: 'pigeon', tracking: '601234567890' }, '택배사를 골라 주세요'],
])('%j is said to be wrong at its field, and what was typed is kept', async (typed, words) => {
  const number = await book.paid();
  const answer = await post(number, 'ship', { seen: 'paid', ...typed }).expect(422);
  expect(wordsOf(answer.text)).toContain(words);
  if (typed.tracking) expect(answer.text).toContain(`value="${typed.tracking}"`);
  expect(await book.row(number)).toMatchObject({ status: 'paid' });
});

test('what is handed over has no number; another carrier may have any', async () => {
  const byHand = await book.paid();
  await post(byHand, 'ship', { seen: 'paid', carrier: 'pickup', tracking: '' }).expect(303);
  expect(await book.row(byHand)).toMatchObject({ status: 'shipped', carrier: 'pickup', tracking_number: null });
  expect((await book.mails(byHand)).at(-1)!.subject).toContain('향수가 준비됐어요');
  const other = await book.paid();
  await post(other, 'ship', { seen: 'paid', carrier: 'other', tracking: 'ab 1234' }).expect(303);
  expect(await book.row(other)).toMatchObject({ carrier: 'other', tracking_number: 'AB1234' });
});

test('sending, arriving and both undone: every step back and forth is in the history', async () => {
  const number = await shippedOrder();
  await post(number, 'deliver', { seen: 'shipped' }).expect(303);
  expect(await book.row(number)).toMatchObject({ status: 'delivered' });
  await post(number, 'undeliver', { seen: 'delivered' }).expect(303);
  await post(number, 'unship', { seen: 'shipped' }).expect(303);
  expect(await book.row(number)).toMatchObject({ status: 'paid', carrier: null, tracking_number: null });
  expect(await book.events(number)).toEqual(['placed', 'paid', 'shipped', 'delivered', 'undelivered', 'unshipped']);
  expect((await book.audit(number)).map(({ action }) => action)).toEqual([
    'order.ship',
    'order.deliver',
    'order.undeliver',
    'order.unship',
  ]);
});

test('an act that was meant for another state says so and changes nothing', async () => {
  const number = await shippedOrder();
  const before = await book.row(number);
  const stale: [string, Record<string, string>][] = [
    ['ship', { seen: 'paid', ...CJ }],
    ['cancel', { seen: 'paid' }],
    ['cancel', { seen: 'pending' }],
    ['undeliver', { seen: 'delivered' }],
    ['mark-paid', { seen: 'pending' }],
    // The state is as shown, but nothing leads from it to there.
    ['ship', { seen: 'shipped', ...CJ }],
    ['cancel', { seen: 'shipped' }],
    ['undeliver', { seen: 'shipped' }],
  ];
  const history = await book.events(number);
  for (const [act, form] of stale) {
    await post(number, act, form).expect(303);
    expect(await noticeOf(number)).toContain('그사이 주문의 상태가 바뀌어서');
  }
  expect(await book.row(number)).toEqual(before);
  expect(await book.events(number)).toEqual(history);
});

test('a paid order is cancelled with its bottles back on sale, its money to be paid back, and a mail', async () => {
  const before = await book.stock();
  const number = await book.paid(book.SKU, 3);
  expect(await book.stock()).toBe(before - 3);
  await post(number, 'cancel', { seen: 'paid' }).expect(303);
  expect(await book.stock()).toBe(before);
  expect(await book.row(number)).toMatchObject({ status: 'cancelled', refunded: 0 });
  const [mail] = (await book.mails(number)).slice(-1);
  expect(mail).toMatchObject({ kind: 'order-cancelled' });
  expect(mail!.text).toContain('돌려 드릴게요');
  expect(await noticeOf(number)).toContain('₩84,000을 환불해 주세요');
  expect(wordsOf((await owner.get('/admin/orders?tab=look')).text)).toContain('환불할 것 ₩84,000');
  expect(await book.ledgerFaults()).toEqual([]);
});

test('an order that waits for its money is cancelled where all of them end, and its buyer is told', async () => {
  const before = await book.stock();
  const number = await book.pending();
  await post(number, 'cancel', { seen: 'pending' }).expect(303);
  expect(await book.stock()).toBe(before);
  expect(await book.row(number)).toMatchObject({ status: 'cancelled', paid_at: null });
  expect((await book.mails(number)).at(-1)!.text).toContain('돈은 보내지 않으셔도 돼요');
  expect((await book.audit(number)).at(-1)).toMatchObject({
    action: 'order.cancel',
    changes: { status: ['pending', 'cancelled'] },
  });
});

test('a flag is cleared with a word, which is asked for and stays out of the audit log', async () => {
  const number = await book.pending();
  await shop.database.run`update orders set flag = 'amount-mismatch' where number = ${number}`;
  const form = { flag: 'amount-mismatch', flag_text: ' ' };
  expect(wordsOf((await post(number, 'clear-flag', form).expect(422)).text)).toContain('한 줄이라도 적어 주세요');
  await post(number, 'clear-flag', { ...form, flag_text: '손님과 통화함' }).expect(303);
  expect(await book.row(number)).toMatchObject({ flag: null });
  expect(await noticeOf(number)).toContain('손님과 통화함');
  expect(JSON.stringify(await book.audit(number))).not.toContain('통화');
  await post(number, 'clear-flag', { ...form, flag_text: '또' }).expect(303);
  expect(await noticeOf(number)).toContain('그사이 주문의 상태가 바뀌어서');
});

test('a note is seen at the desk with who wrote it, and nowhere else', async () => {
  const number = await book.paid();
  const shipping = await deskVisitor(shop, 'shipping', { name: '윤가람' });
  await post(number, 'note', { note_text: '리본 <b>두 개</b>\n큰 상자' }, shipping).expect(303);
  const { text } = await owner.get(`/admin/orders/${number}`);
  expectAll(text, '리본 &lt;b&gt;두 개&lt;/b&gt;\n큰 상자', '윤가람');
  await post(number, 'note', { note_text: '가'.repeat(501) }, shipping).expect(422);
  await post(number, 'note', { note_text: '\uFFFDabc' }, shipping).expect(422);
});

describe('mails of an order', () => {
  test('are sent again as they were; one that waits is tried now and not doubled', async () => {
    const number = await book.paid();
    const rows = await shop.database.rows<{ id: number }>`
      select id from outbox where kind = 'order-paid' and order_id = (select id from orders where number = ${number})`;
    const mail = String(rows[0]!.id);
    await post(number, 'resend', { mail }).expect(303);
    expect(await noticeOf(number)).toContain('기다리던 메일을 지금 보내요');
    expect(await book.mails(number)).toHaveLength(2);
    await shop.database.run`update outbox set status = 'sent', sent_at = now(), next_attempt_at = null, sealed = null
      where id = ${mail}`;
    await post(number, 'resend', { mail }).expect(303);
    const [first, again] = (await book.mails(number)).filter(({ kind }) => kind === 'order-paid');
    // The same, with a link of its own: the one that was sent is nowhere any more.
    expect(again!.text).not.toContain(SEALED);
    expect({ ...again, text: withoutOrderKeys(again!.text) }).toEqual(first);
    const count = await shop.database.value<number>`
      select count(*)::integer as count from graphile_worker.jobs j, outbox m
       where j.key = 'mail-' || m.id and m.status = 'queued'
         and m.order_id = (select id from orders where number = ${number})`;
    expect(count).toBe(2);
    expect((await book.audit(number)).at(-1)).toMatchObject({
      action: 'order.resend-mail',
      changes: { mail: [null, 'order-paid'] },
    });
  });

  test('of another order can’t be sent from here', async () => {
    const mine = await book.paid();
    const other = await book.paid();
    const id = await shop.database.value<number>`
      select id from outbox where order_id = (select id from orders where number = ${other}) limit 1`;
    await post(mine, 'resend', { mail: String(id) }).expect(404);
    await post(mine, 'resend', { mail: '999999' }).expect(404);
    await post(mine, 'resend', { mail: '1 or 1=1' }).expect(400);
  });
});

test('the letters are in the buyer’s own language', async () => {
  const number = await book.pendingInEnglish();
  await post(number, 'mark-paid', { seen: 'pending' }).expect(303);
  await post(number, 'ship', { seen: 'paid', carrier: 'epost', tracking: '1234567890123' }).expect(303);
  await post(number, 'unship', { seen: 'shipped' }).expect(303);
  await post(number, 'cancel', { seen: 'paid' }).expect(303);
  await post(number, 'refund', { attempt: randomUUID(), amount: '31000', refund_text: '' }).expect(303);
  const mails = (await book.mails(number)).filter(({ recipient }) => recipient === 'june@example.com');
  expect(mails.map(({ subject }) => subject.replace(number, '#'))).toEqual([
    '[Essence Aura] We have your order · #',
    '[Essence Aura] Your payment has arrived · #',
    '[Essence Aura] Your order is on its way · #',
    '[Essence Aura] Your order is cancelled · #',
    '[Essence Aura] We have paid you back · #',
  ]);
  // What she typed and where the shop banks is not translated.
  const ownWords = [TYPED.address_line1, TYPED.address_line2, TYPED.delivery_note, '한빛은행', '에센스 아우라'];
  const words = mails.map(({ text }) => ownWords.reduce((rest, own) => rest.replaceAll(own, ''), text)).join('');
  expect(words).not.toMatch(/\p{Script=Hangul}/u);
  expect(mails[2]!.text).toContain(
    'https://service.epost.go.kr/trace.RetrieveDomRigiTraceList.comm?sid1=1234567890123',
  );
});
