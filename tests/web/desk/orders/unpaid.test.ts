import { deskVisitor } from '../../../setup/desk';
import { expectAll, wordsOf } from '../../../setup/html';
import { buyerWith, numberIn, pathOf } from '../../../setup/visitor';
import { withOrdersAtDesk, WRITTEN } from './orders-at-desk';

const { shop, ids, book, owner } = withOrdersAtDesk({ each: true });

const cancel = (numbers: readonly string[]) => owner.post('/admin/orders/cancel', { number: numbers });
const askFor = (numbers: readonly string[]) =>
  owner.get(`/admin/orders/cancel?${numbers.map((number) => `number=${number}`).join('&')}`);
const statusOf = async (number: string): Promise<unknown> => (await book.row(number))['status'];

test('the first page says how many bottles unpaid orders hold, in how many orders, and leads to them', async () => {
  expect(await owner.words('/admin')).not.toContain('묶인 병');
  await book.pending({}, book.SKU, 3);
  await book.pending({}, book.SKU, 2);
  await book.paid();
  const text = await owner.text('/admin');
  expect(text).toMatch(/href="\/admin\/orders\?tab=confirm"><span class="task__count number">5<\/span>/);
  expect(wordsOf(text)).toContain('5 미입금 주문에 묶인 병 주문 2건');
});

test('several are chosen, it is asked first, and then their bottles are back', async () => {
  const numbers = [await book.pending({ recipient: '이하나' }, book.SKU, 3), await book.pending({}, book.SKU, 2)];
  const kept = await book.pending();
  const before = await book.stock();
  const list = await owner.get('/admin/orders?tab=confirm&chosen=all').expect(200);
  expect(list.text.match(/<input type="checkbox" name="number"[^>]* checked>/g)).toHaveLength(3);
  expect(list.text).toContain('action="/admin/orders/cancel"');
  const asked = await askFor(numbers).expect(200);
  expectAll(wordsOf(asked.text), '결제하지 않은 주문 2건을 취소할까요?', '병 5개가 재고로 돌아가고', '이하나');
  expect(await book.stock()).toBe(before);
  const done = await cancel(numbers).expect(303);
  expect(pathOf(done)).toBe('/admin/orders?tab=confirm');
  expect(wordsOf((await owner.get('/admin/orders')).text)).toContain('2건을 취소했어요.');
  expect([await statusOf(numbers[0]!), await statusOf(numbers[1]!), await statusOf(kept)]).toEqual([
    'cancelled',
    'cancelled',
    'pending',
  ]);
  expect(await book.stock()).toBe(before + 5);
  expect((await book.audit(numbers[0]!)).map(({ action }) => action)).toContain('order.cancel');
  expect((await book.mails(numbers[0]!)).map(({ kind }) => kind)).toContain('order-cancelled');
  expect(await book.ledgerFaults()).toEqual([]);
});

test('one that was paid a moment before stays paid, and is no fault', async () => {
  const [paid, open] = [await book.pending(), await book.pending()];
  await askFor([paid, open]).expect(200);
  await owner.post(`/admin/orders/${paid}/mark-paid`, { seen: 'pending' }).expect(303);
  await cancel([paid, open]).expect(303);
  const text = await owner.text('/admin/orders');
  expect(wordsOf(text)).toContain(`1건을 취소했어요. 그사이 결제됐거나 닫힌 주문은 그대로 두었어요: ${paid}`);
  expect(text).not.toContain('notice--wrong');
  expect([await statusOf(paid), await statusOf(open)]).toEqual(['paid', 'cancelled']);
  expect(wordsOf((await askFor([paid, open]).expect(200)).text)).toContain('뺐어요');
});

test('at the very moment in which it is paid: it ends one way, and its bottles move once', async () => {
  const numbers = await Promise.all(Array.from({ length: 6 }, () => book.pending({}, book.SKU, 2)));
  const before = await book.stock();
  const { orders } = shop.shop.services;
  await Promise.all([cancel(numbers).expect(303), ...numbers.map((number) => orders.markPaid(number))]);
  const ends = await Promise.all(numbers.map(statusOf));
  const cancelled = ends.filter((status) => status === 'cancelled').length;
  expect(ends.filter((status) => status === 'paid').length + cancelled).toBe(numbers.length);
  expect(await book.stock()).toBe(before + 2 * cancelled);
  expect(await book.ledgerFaults()).toEqual([]);
});

test('orders from one place are told, and chosen together', async () => {
  const here = [await book.pending(), await book.pending()];
  const visitor = await buyerWith(shop, ids[book.SKU]);
  const elsewhere = numberIn(
    pathOf(
      await visitor
        .post('/checkout', await visitor.filledForm({ payment_method: 'bank' }), { 'X-Forwarded-For': '203.0.113.7' })
        .expect(303),
    ),
  );
  const text = await owner.text('/admin/orders?tab=confirm');
  expect(wordsOf(text).match(/같은 곳에서 2건/g)).toHaveLength(2);
  const narrowed = await owner.get(`/admin/orders?tab=confirm&like=${here[0]}&chosen=all`).expect(200);
  expect(wordsOf(narrowed.text)).toContain('같은 인터넷 회선에서 들어온 주문만 보여요.');
  for (const number of here) expect(narrowed.text).toContain(`value="${number}"`);
  expect(narrowed.text).not.toContain(`value="${elsewhere}"`);
  // Nonsense narrows nothing, and one that is paid has no place any more.
  expect(await owner.text('/admin/orders?tab=confirm&like=x')).toContain(elsewhere);
});

test('nothing chosen is said; nobody but the owner cancels', async () => {
  for (const answer of [owner.get('/admin/orders/cancel'), cancel([])]) {
    expect(pathOf(await answer.expect(303))).toBe('/admin/orders?tab=confirm');
    expect(wordsOf((await owner.get('/admin/orders')).text)).toContain('주문을 하나 이상 골라 주세요.');
  }
  await owner.get('/admin/orders/cancel?number=EA-0000000000').expect(404);
  const number = await book.pending();
  const packer = await deskVisitor(shop, 'shipping');
  await packer.post('/admin/orders/cancel', { number }).expect(403);
  expect(await packer.text('/admin/orders?tab=confirm')).not.toContain('type="checkbox"');
  expect(await statusOf(number)).toBe('pending');
});

test('an order of the owner’s own is bound by none of this', async () => {
  const variant = String(ids['TST-WHITE-PORCELAIN-100']);
  await shop.database.run`update variants set stock = 5 where id = ${variant}`;
  const form = {
    ...{ ...WRITTEN, attempt: '6b0f1d7e-6f0a-4b47-9a53-3f4c0a4f8f11', variant, quantity: '5', email: '' },
    ...{ payment_method: 'bank', deadline: '168', expected_total: '1050000' },
  };
  await owner.post('/admin/orders/new', form).expect(303);
  expect(await book.stock('TST-WHITE-PORCELAIN-100')).toBe(0);
  const linked = await owner
    .post('/admin/orders/new', { ...form, do: 'place', delivery_note: 'evil.com 으로' })
    .expect(422);
  expect(wordsOf(linked.text)).toContain('웹 주소나 이메일 주소처럼 보이는 글은 적을 수 없어요.');
});

const confirm = (numbers: readonly string[]) => owner.post('/admin/orders/confirm', { number: numbers });

test('several transfers that have come are confirmed at once, when it was asked who paid how much', async () => {
  const numbers = [
    await book.pending({ recipient: '이하나' }, book.SKU, 2),
    await book.pending({ recipient: '박두리' }),
  ];
  const kept = await book.pending();
  const query = numbers.map((number) => `number=${number}`).join('&');
  const asked = await owner.get(`/admin/orders/confirm?${query}`).expect(200);
  const totals = await Promise.all(numbers.map(async (number) => Number((await book.row(number))['total'])));
  const won = (amount: number): string => `₩${amount.toLocaleString('ko-KR')}`;
  expectAll(wordsOf(asked.text), `2건, 모두 ${won(totals[0]! + totals[1]!)}이`, '이하나', '박두리', ...totals.map(won));
  expect(await statusOf(numbers[0]!)).toBe('pending');
  const done = await confirm(numbers).expect(303);
  expect(pathOf(done)).toBe('/admin/orders?tab=ship');
  expect(wordsOf((await owner.get('/admin/orders?tab=ship')).text)).toContain('2건의 입금을 확인했어요.');
  expect(await Promise.all([...numbers, kept].map(statusOf))).toEqual(['paid', 'paid', 'pending']);
  for (const number of numbers) {
    expect((await book.audit(number)).map(({ action }) => action)).toEqual(['order.mark-paid']);
    expect((await book.mails(number)).filter(({ kind }) => kind === 'order-paid')).toHaveLength(1);
  }
});

test('one that was paid or closed meanwhile is named, and nothing is done to it twice', async () => {
  const [paid, closed, open] = [await book.pending(), await book.pending(), await book.pending()];
  await confirm([paid]).expect(303);
  await cancel([closed]).expect(303);
  const again = await owner.get(`/admin/orders/confirm?number=${paid}&number=${open}`).expect(200);
  expect(wordsOf(again.text)).toContain(`뺐어요: ${paid}`);
  await confirm([paid, closed, open]).expect(303);
  const told = wordsOf((await owner.get('/admin/orders?tab=confirm')).text);
  expectAll(told, '1건의 입금을 확인했어요.', `${paid}, ${closed}`);
  expect(await Promise.all([paid, closed, open].map(statusOf))).toEqual(['paid', 'cancelled', 'paid']);
  expect((await book.audit(paid)).map(({ action }) => action)).toEqual(['order.mark-paid']);
});

test('who stole a session confirms nothing: a code of the last minutes is asked for, and what was chosen is kept', async () => {
  const numbers = [await book.pending(), await book.pending()];
  shop.clock.advance(16 * 60 * 1000);
  const asked = await confirm(numbers).expect(403);
  expect(asked.text).toContain('name="recent_code"');
  for (const number of numbers) {
    expect(asked.text).toContain(`<input type="hidden" name="number" value="${number}">`);
    expect(await statusOf(number)).toBe('pending');
  }
});

test('no transfer is confirmed unchosen, and only the owner confirms', async () => {
  const number = await book.pending();
  for (const answer of [owner.get('/admin/orders/confirm?all=on'), confirm([])]) {
    expect(pathOf(await answer.expect(303))).toBe('/admin/orders?tab=confirm');
  }
  const packer = await deskVisitor(shop, 'shipping');
  await packer.post('/admin/orders/confirm', { number }).expect(403);
  expect(await statusOf(number)).toBe('pending');
});
