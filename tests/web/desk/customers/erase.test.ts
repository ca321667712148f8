import { wordsOf } from '../../../setup/html';
import type { TestShop } from '../../../setup/shop';
import { atCheckout, numberIn, pathOf } from '../../../setup/visitor';
import { member } from '../../storefront/accounts/support';
import { withOrdersAtDesk } from '../orders/orders-at-desk';
import { bringHome, customerId, isSignedIn, placesOf } from './customers-at-desk';

const { shop, ids, book, owner } = withOrdersAtDesk();

const erase = (id: string, email: string) => owner.post(`/admin/customers/${id}/erase`, { email });

const HERS = {
  name: '표은솔길',
  email: 'eunsol.pyo@example.com',
  otherEmail: 'pyo.at.work@example.com',
  phone: '010-8642-9753',
  address_line1: '강원특별자치도 영월군 별마로길 77',
  address_line2: '다락방 칠호',
  delivery_note: '고양이 조심해 주세요',
  block: '약속을 어김',
  note: '표은솔길 님과 통화함',
};
const TRACES = [
  ...Object.values(HERS),
  ...['eunsol', 'pyo', '은솔', '01086429753', '8642-9753', '86429753', '별마로', '다락방', '601234567890'],
];

async function order(visitor: ReturnType<TestShop['visitor']>, email: string): Promise<string> {
  await book.forgetLimits();
  await visitor.putIntoCart(ids[book.SKU]);
  const { phone, address_line1, address_line2, delivery_note, name } = HERS;
  const typed = { email, recipient: name, phone, address_line1, address_line2, delivery_note, payment_method: 'bank' };
  return numberIn(pathOf(await visitor.post('/checkout', await visitor.filledForm(typed)).expect(303)));
}

test('afterwards a search through every text of the whole database finds nothing of hers', async () => {
  const visitor = await member(shop, { name: HERS.name, email: HERS.email, password: '바람이 지나간 자리 7' });
  const asMember = await order(visitor, HERS.email);
  const underOther = await order(visitor, HERS.otherEmail);
  const asGuest = await order(shop.visitor(), HERS.email.toUpperCase());
  const cancelled = await order(visitor, HERS.email);
  await visitor.putIntoCart(ids[book.SKU]);
  const stranger = await book.pending({ email: 'stays@example.com', recipient: '남는 사람' });

  for (const number of [asMember, underOther, asGuest]) {
    await owner.post(`/admin/orders/${number}/note`, { note_text: HERS.note }).expect(303);
    await bringHome(owner, number);
  }
  await owner.post(`/admin/orders/${cancelled}/cancel`, { seen: 'pending' }).expect(303);
  const refund = { attempt: '0d1c2b3a-0000-4000-8000-000000000001', amount: '1000', refund_text: HERS.note };
  await owner.post(`/admin/orders/${asMember}/refund`, refund).expect(303);
  await shop.visitor().post('/account/forgot', { email: HERS.email }).expect(303);
  const id = await customerId(shop, HERS.email);
  await owner.post(`/admin/customers/${id}/export`).expect(200);
  await owner.post(`/admin/customers/${id}/block`, { block_reason: HERS.block }).expect(303);
  expect((await placesOf(shop, TRACES)).length).toBeGreaterThan(10);

  await erase(id, HERS.email).expect(303);

  expect(await placesOf(shop, TRACES)).toEqual([]);
  for (const number of [asMember, underOther, asGuest, cancelled]) {
    const row = await book.row(number);
    expect(row).toMatchObject({ total: 31_000, account_id: null, email: '', recipient: '', phone: '', postcode: '' });
    expect(row['erased_at']).not.toBeNull();
    expect(await owner.words(`/admin/orders/${number}`)).toContain('개인정보를 지운 주문');
  }
  expect(await isSignedIn(visitor)).toBe(false);
  await owner.get(`/admin/customers/${id}`).expect(404);
  expect(await owner.words('/admin/customers')).not.toContain('eunsol');
  for (const part of [HERS.name, '솔길', HERS.email, 'pyo.at', HERS.phone, '9753', '601234567890', '7890']) {
    const typed = encodeURIComponent(part);
    const found = [await owner.words(`/admin/orders?q=${typed}`), await owner.words(`/admin/customers?q=${typed}`)];
    expect([part, ...found]).toEqual([
      part,
      expect.stringContaining('맞는 주문이'),
      expect.stringContaining('맞는 고객이'),
    ]);
  }
  const rows = await shop.database.rows<{ changes: unknown }>`
    select changes from audit_log where action = 'customer.erase'`;
  expect(rows).toEqual([{ changes: { orders: [null, 4] } }]);
  expect(await book.row(stranger)).toMatchObject({
    email: 'stays@example.com',
    recipient: '남는 사람',
    erased_at: null,
  });
  expect(await book.mails(stranger)).not.toEqual([]);
  expect(await book.ledgerFaults()).toEqual([]);
});

test('an order that is erased opens for no link any more', async () => {
  const number = await book.pending({ email: 'linked@example.com' });
  const mail = (await book.mails(number)).find(({ recipient }) => recipient === 'linked@example.com')!;
  const { pathname, search } = new URL(/https:\S+\/orders\/\S+/.exec(mail.text)![0]);
  await shop
    .visitor()
    .get(pathname + search)
    .expect(200);
  await owner.post(`/admin/orders/${number}/cancel`, { seen: 'pending' }).expect(303);
  await erase(await customerId(shop, 'linked@example.com'), 'linked@example.com').expect(303);
  await shop
    .visitor()
    .get(pathname + search)
    .expect(404);
});

test('while an order of hers still needs her, nothing is erased and the page says which', async () => {
  const email = 'still-open@example.com';
  const number = await book.pending({ email });
  const id = await customerId(shop, email);
  const refused = async (words: string): Promise<void> => {
    for (const page of [await erase(id, email).expect(409), await owner.get(`/admin/customers/${id}/erase`)]) {
      expect(wordsOf(page.text)).toContain(words);
      expect(page.text).toContain(`href="/admin/orders/${number}"`);
    }
    expect(await book.row(number)).toMatchObject({ email, erased_at: null });
  };
  const act = (name: string, form: Record<string, string>) =>
    owner.post(`/admin/orders/${number}/${name}`, form).expect(303);
  await refused('끝나지 않은 주문이 있어요');
  await act('mark-paid', { seen: 'pending' });
  await refused('끝나지 않은 주문이 있어요');
  await act('ship', { seen: 'paid', carrier: 'pickup', tracking: '' });
  await refused('끝나지 않은 주문이 있어요');
  await act('unship', { seen: 'shipped' });
  await act('cancel', { seen: 'paid' });
  await refused('돌려줄 돈이 남은 주문이 있어요');
  await act('refund', { attempt: '0d1c2b3a-0000-4000-8000-000000000002', amount: '31000', refund_text: '' });
  await shop.database.run`update orders set flag = 'late-payment' where number = ${number}`;
  await refused('살펴볼 일이 남은 주문이 있어요');
  await act('clear-flag', { flag: 'late-payment', flag_text: '이야기함' });
  const rows = await shop.database.rows`select from audit_log where action = 'customer.erase' and subject_id = ${id}`;
  expect(rows).toEqual([]);
  await erase(id, email).expect(303);
  expect(await book.row(number)).toMatchObject({ email: '' });
});

test('it asks for her e-mail as it is written there, and keeps what was typed instead', async () => {
  const email = 'asked@example.com';
  const number = await book.pending({ email });
  await owner.post(`/admin/orders/${number}/cancel`, { seen: 'pending' }).expect(303);
  const id = await customerId(shop, email);
  const answer = await erase(id, 'nobody@example.com').expect(422);
  expect(wordsOf(answer.text)).toContain('이메일이 달라요');
  expect(answer.text).toContain('value="nobody@example.com"');
  await erase(id, '').expect(422);
  expect(await book.row(number)).toMatchObject({ email });
  await erase(id, ' ASKED@example.com ').expect(303);
  await erase(id, email).expect(404);
});

test('while she orders once more, one of the two waits: the new order is hers, or she is forgotten and new', async () => {
  for (let round = 0; round < 8; round++) {
    await book.forgetLimits();
    const email = `race${round}@example.com`;
    const old = await book.pending({ email });
    await owner.post(`/admin/orders/${old}/cancel`, { seen: 'pending' }).expect(303);
    const id = await customerId(shop, email);
    const { buyer: guest, form } = await atCheckout(shop, ids[book.SKU], { email, payment_method: 'bank' });
    const erasing = () => erase(id, email).then((answer) => answer);
    const ordering = () => guest.post('/checkout', form).then((answer) => answer);
    const first = round % 2 === 0 ? erasing() : ordering();
    const second = round % 2 === 0 ? ordering() : erasing();
    const answers = await Promise.all([first, second]);
    const [erased, ordered] = round % 2 === 0 ? answers : answers.reverse();
    expect(ordered!.status).toBe(303);
    expect([303, 409]).toContain(erased!.status);
    // A new order always has its customer, and is never erased by what was decided before it.
    const number = numberIn(pathOf(ordered!));
    expect(await book.row(number)).toMatchObject({ email, erased_at: null, status: 'pending' });
    await customerId(shop, email);
    if (erased!.status === 303) expect(await book.row(old)).toMatchObject({ email: '' });
  }
});
