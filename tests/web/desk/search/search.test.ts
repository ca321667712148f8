import { deskVisitor } from '../../../setup/desk';
import { wordsOf } from '../../../setup/html';
import { withOrdersAtDesk } from '../orders/orders-at-desk';

const { shop, book, owner } = withOrdersAtDesk();

let sent: string;
beforeAll(async () => {
  sent = await book.pending({ recipient: '서문별하', phone: '010-4821-7306', email: 'byeolha@example.com' });
  await owner.post(`/admin/orders/${sent}/mark-paid`, { seen: 'pending' }).expect(303);
  await owner.post(`/admin/orders/${sent}/ship`, { seen: 'paid', carrier: 'cj', tracking: '688112290417' }).expect(303);
});

const search = (typed: string, who = owner) => who.text(`/admin/search?q=${encodeURIComponent(typed)}`);
const headings = (html: string): string[] =>
  Array.from(html.matchAll(/<h2 id="found-\w+">([^<]+)/g), ([, heading]) => heading!);

test('the first page of the desk asks what is looked for', async () => {
  const text = await owner.text('/admin');
  expect(text).toMatch(/<form [^>]*action="\/admin\/search" role="search">/);
  expect(text).toContain('주문, 상품, 고객 찾기');
});

test.each(['별하', '서문', '7306', '290417'])(
  '“%s” finds her order, with its state and where its parcel is',
  async (typed) => {
    const text = await search(typed);
    expect(text).toContain(`href="/admin/orders/${sent}"`);
    expect(wordsOf(text)).toContain('배송 중');
    expect(text).toMatch(/<a href="https:\/\/[^"]*688112290417[^"]*" rel="noreferrer">688112290417</);
  },
);

test('a customer is found beside her orders', async () => {
  const text = await search('byeolha');
  expect(headings(text)).toEqual(['주문', '고객']);
  expect(text).toMatch(/href="\/admin\/customers\/[0-9a-f-]{36}">서문별하/);
});

test.each(['백자', 'white porc', 'tst-white-porcelain-030'])(
  '“%s” finds a perfume, each volume with its price and a way to change it',
  async (typed) => {
    const text = await search(typed);
    const id = await shop.database.value<number>`select id from perfumes where slug = 'white-porcelain'`;
    expect(headings(text)).toEqual(['상품']);
    expect(text).toContain(`href="/admin/products/${id}"`);
    for (const [at, words] of ['30ml ₩90,000 재고 400', '100ml ₩210,000 재고 400'].entries()) {
      expect(text).toContain(`href="/admin/products/${id}/prices#volume_price-${at}"`);
      expect(wordsOf(text)).toContain(words);
    }
  },
);

test('of each kind some are shown, and the way to the rest', async () => {
  expect(await search('ea-')).not.toContain('모두 보기');
  for (let more = 0; more < 6; more++) await book.pending({ recipient: '줄줄이' });
  const text = await search('줄줄');
  expect(text.match(/href="\/admin\/orders\/EA-/g)).toHaveLength(5);
  expect(text).toContain(`href="/admin/orders?q=${encodeURIComponent('줄줄')}"`);
});

test('nobody sees what her role doesn’t show her elsewhere', async () => {
  for (const role of ['shipping', 'reader'] as const) {
    const who = await deskVisitor(shop, role);
    const person = await search('byeolha', who);
    expect([role, headings(person)]).toEqual([role, ['주문']]);
    expect(person).not.toContain('/admin/customers');
    const perfume = await search('백자', who);
    expect(wordsOf(perfume)).toContain('₩90,000');
    expect(perfume).not.toContain('/prices');
    expect(await who.text('/admin')).toContain('주문, 상품 찾기');
  }
});

test('who typed nothing is told what may be typed, and what isn’t there is said', async () => {
  for (const query of ['', '?q=', '?q=%20', '?q=a&q=b', '?q[x]=1', '?q=%20%E2%80%8B']) {
    const words = await owner.words(`/admin/search${query}`);
    expect([query, words.includes('찾은 것이 없어요')]).toEqual([query, false]);
    expect(words).toContain('일부를 적어 주세요');
  }
  for (const typed of ['없는 것', '%', '_', '-', "' or 1=1 --", '<b>']) {
    const words = wordsOf(await search(typed));
    expect([typed, words.includes('찾은 것이 없어요')]).toEqual([typed, true]);
  }
});
