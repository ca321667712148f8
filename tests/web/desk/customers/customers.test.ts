import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { wordsOf } from '../../../setup/html';
import { atCheckout, TYPED } from '../../../setup/visitor';
import { member } from '../../storefront/accounts/support';
import { withOrdersAtDesk } from '../orders/orders-at-desk';
import { customerId, isSignedIn } from './customers-at-desk';

const { shop, ids, book, owner } = withOrdersAtDesk();

const list = async (query: string): Promise<string> => await owner.words(`/admin/customers${query}`);
const auditOf = (id: string): Promise<{ action: string; entry: string }[]> =>
  shop.database.rows<{ action: string; entry: string }>`
    select a.action, a::text as entry from audit_log a where subject_id = ${id} order by id`;

test('members and guests are found by any part of an e-mail, a name and a phone', async () => {
  await book.pending({ email: 'Nari@Example.com', recipient: '나리꽃', phone: '010-7777-0001' });
  await member(shop, { name: '도라지', email: 'doraji@example.com', password: '바람이 지나간 자리 7' });
  for (const typed of [
    'nari@example.com',
    'NARI@',
    'ari@ex',
    '나리',
    '나리꽃',
    '리꽃',
    '나',
    '010-7777',
    '0001',
    '+821077770001',
  ]) {
    const words = await list(`?q=${encodeURIComponent(typed)}`);
    expect([typed, words.includes('nari@example.com')]).toEqual([typed, true]);
    expect(words).not.toContain('doraji@example.com');
  }
  expect(await list('?q=도라지'.normalize('NFD'))).toContain('회원');
  for (const typed of ['%', '_', '나_', '-', '꽃', "' or 1=1 --"]) {
    expect(await list(`?q=${encodeURIComponent(typed)}`)).toContain('맞는 고객이 없어요');
  }
  for (const odd of ['?q=%00', '?q=a%00b', '?after=nonsense', '?q=a&q=b', '?blocked=maybe']) await list(odd);
});

test('a page shows what she bought and leads to her orders', async () => {
  const number = await book.pending({ email: 'buys@example.com' });
  await owner.post(`/admin/orders/${number}/mark-paid`, { seen: 'pending' }).expect(303);
  const page = await owner.get(`/admin/customers/${await customerId(shop, 'buys@example.com')}`).expect(200);
  expect(page.text).toContain(`href="/admin/orders/${number}"`);
  expect(wordsOf(page.text)).toContain('₩31,000');
});

test('the list is read to its end, each customer once', async () => {
  await shop.database.run`insert into customers (email, name, last_seen_at)
     select 'row' || n || '@example.com', '줄줄이', now() + (n / 30) * interval '1 microsecond'
     from generate_series(1, 120) n`;
  const found: string[] = [];
  for (let next: string | null = '/admin/customers?q=%EC%A4%84%EC%A4%84'; next !== null;) {
    const page: Response = await owner.get(next).expect(200);
    found.push(...Array.from(page.text.matchAll(/row\d+@example\.com/g), ([email]) => email));
    const [, href]: readonly (string | undefined)[] =
      /href="(\/admin\/customers\?[^"]*after=[^"]*)"/.exec(page.text) ?? [];
    next = href?.replaceAll('&amp;', '&') ?? null;
  }
  expect([found.length, new Set(found).size]).toEqual([120, 120]);
});

describe('a blocked customer', () => {
  const REASON = '카드 분쟁이 세 번';

  test('neither signs in nor orders, is told so politely, and loses nothing she typed', async () => {
    await book.forgetLimits();
    const visitor = await member(shop);
    const { email, password } = visitor.person;
    const id = await customerId(shop, email);
    await visitor.putIntoCart(ids[book.SKU]);
    await owner.post(`/admin/customers/${id}/block`, { block_reason: REASON }).expect(303);
    expect(await isSignedIn(visitor)).toBe(false);
    const refused = await shop.visitor().post('/account/login', { email, password, next: '' });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.status).toBeLessThan(500);
    expect(wordsOf(refused.text)).toContain('지금은 이 계정으로 로그인할 수 없어요');
    const guessed = await shop.visitor().post('/account/login', { email, password: 'something else 9', next: '' });
    expect(wordsOf(guessed.text)).toContain('이메일이나 비밀번호가 맞지 않아요');

    const before = await book.stock();
    for (const typed of [email, email.toUpperCase()]) {
      const { buyer: guest, form } = await atCheckout(shop, ids[book.SKU], {
        email: typed,
        payment_method: 'bank',
        recipient: '한서진',
      });
      const answer = await guest.post('/checkout', form).expect(403);
      // Whoever types an e-mail learns nothing of it: the reason goes to its mailbox, once a day.
      expect(wordsOf(answer.text)).toContain('이 주문은 지금 온라인으로 받을 수 없어요');
      expect(wordsOf(answer.text)).not.toContain('이메일로 주문할 수 없');
      expect(answer.text).toContain('value="한서진"');
      expect(answer.text).toContain(TYPED.address_line2);
      expect(answer.text).not.toContain(REASON);
    }
    expect(await book.stock()).toBe(before);
    const told = await shop.database.rows<{ body_text: string }>`
      select body_text from outbox where recipient = ${email} and kind = 'order-refused'`;
    expect(told.map(({ body_text }) => body_text.includes('지금은 이 이메일로'))).toEqual([true]);
    expect(await list('?blocked=on')).toContain(email);

    const audit = await auditOf(id);
    expect(audit.map(({ action }) => action)).toEqual(['customer.block']);
    for (const hers of [email, visitor.person.name, REASON]) expect(audit[0]!.entry).not.toContain(hers);

    await owner.post(`/admin/customers/${id}/unblock`).expect(303);
    await shop.visitor().post('/account/login', { email, password, next: '' }).expect(303);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(['customer.block', 'customer.unblock']);
  });

  test('who ordered while she was being blocked has no way in under another e-mail of her account', async () => {
    await book.forgetLimits();
    const visitor = await member(shop);
    await visitor.putIntoCart(ids[book.SKU]);
    const form = await visitor.filledForm({ email: 'other-mail@example.com', payment_method: 'bank' });
    // As if her session had outlived the block.
    await shop.database.run`
      insert into blocked_customers (email, reason, at) values (${visitor.person.email}, '까닭', now())`;
    await visitor.post('/checkout', form).expect(403);
  });

  test('is blocked once, with a reason', async () => {
    await book.pending({ email: 'twice@example.com' });
    const id = await customerId(shop, 'twice@example.com');
    const blank = await owner.post(`/admin/customers/${id}/block`, { block_reason: ' ' }).expect(422);
    expect(wordsOf(blank.text)).toContain('까닭을 적어 주세요');
    const long = await owner.post(`/admin/customers/${id}/block`, { block_reason: '가'.repeat(501) }).expect(422);
    expect(long.text).toContain('가'.repeat(501));
    await Promise.all([1, 2, 3].map(() => owner.post(`/admin/customers/${id}/block`, { block_reason: '네' })));
    expect(await auditOf(id)).toHaveLength(1);
    const row = await shop.database.row<{ id: number }>`select id from variants where sku = ${book.SKU}`;
    const answer = await owner
      .post('/admin/orders/new', {
        ...{ attempt: randomUUID(), do: 'place', variant: String(row.id), quantity: '1', price: '' },
        ...{ reason: 'listed', email: 'TWICE@example.com', recipient: '정보리', phone: '010-2222-3333' },
        ...{ postcode: '03045', address_line1: '북촌로 12', payment_method: 'bank', expected_total: '31000' },
      })
      .expect(409);
    expect(wordsOf(answer.text)).toContain('막아 둔 고객의 이메일이에요');
  });
});

test('an export is everything of hers and nothing of anybody else’s, and no key to anything', async () => {
  await book.forgetLimits();
  const visitor = await member(shop);
  const { email } = visitor.person;
  await visitor.putIntoCart(ids[book.SKU]);
  await visitor
    .post('/checkout', await visitor.filledForm({ payment_method: 'bank', email, recipient: '한서진' }))
    .expect(303);
  await visitor.putIntoCart(ids[book.SKU], 2);
  const other = await book.pending({
    email: 'someone-else@example.com',
    recipient: '다른 사람',
    phone: '010-5555-5555',
  });
  const id = await customerId(shop, email);
  await owner.get(`/admin/customers/${id}/export`).expect(200);
  const answer = await owner.post(`/admin/customers/${id}/export`).expect(200);
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="?customer-[0-9a-f]{8}\.json"?$/);
  expect(answer.headers['cache-control']).toContain('no-store');
  const everything = JSON.parse(answer.text) as Record<string, unknown>;
  expect(everything).toMatchObject({
    customer: { email },
    account: { email },
    cart: [{ sku: book.SKU, quantity: 2 }],
    orders: [{ recipient: '한서진', addressLine1: TYPED.address_line1, lines: [{ sku: book.SKU }] }],
    mails: [{ kind: 'order-placed' }],
  });
  for (const foreign of [other, 'someone-else', '다른 사람', 'scrypt', 'password_hash', 'passwordHash']) {
    expect(answer.text).not.toContain(foreign);
  }
  const audit = await auditOf(id);
  expect(audit.map(({ action }) => action)).toEqual(['customer.export']);
  expect(audit[0]!.entry).not.toContain(email);
});

test('unknown customers and unknown fields are refused', async () => {
  await book.pending({ email: 'guarded@example.com' });
  const id = await customerId(shop, 'guarded@example.com');
  const posts: [string, Record<string, string>][] = [
    ['block', { block_reason: '네' }],
    ['unblock', {}],
    ['export', {}],
    ['erase', { email: 'guarded@example.com' }],
  ];
  for (const unknown of [randomUUID(), '1', 'guarded@example.com', '%00']) {
    await owner.get(`/admin/customers/${unknown}`).expect(404);
    for (const [act, form] of posts) await owner.post(`/admin/customers/${unknown}/${act}`, form).expect(404);
  }
  for (const [act, form] of posts) {
    await owner.post(`/admin/customers/${id}/${act}`, { ...form, staff_id: owner.staffId }).expect(400);
  }
  expect(await auditOf(id)).toEqual([]);
});
