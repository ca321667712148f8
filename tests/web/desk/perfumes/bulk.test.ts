import { wordsOf } from '../../../setup/html';
import { withProductsAtDesk } from './editor';

const { shop, ids, editor, owner } = withProductsAtDesk({ each: true });
let products: readonly string[];
beforeEach(async () => {
  const found = await Promise.all(['after-rain', 'white-porcelain'].map((slug) => editor.product(slug)));
  products = found.map(({ id }) => String(id));
});

type Bulk = Record<string, string | readonly string[]>;
const formOf = (more: Bulk): Bulk => ({ product: products, back: '/admin/products', ...more });
const look = (more: Bulk) => owner.post('/admin/products/bulk', formOf(more));
const agree = (digest: string, more: Bulk) => owner.post('/admin/products/bulk/apply', { ...formOf(more), digest });
const digestIn = (html: string): string => /name="digest" value="([^"]*)"/.exec(html)?.[1] ?? '';

async function done(more: Bulk): Promise<string> {
  const answer = await agree(digestIn((await look(more).expect(200)).text), more).expect(303);
  return String(answer.headers['location']);
}

async function column(name: 'price' | 'stock'): Promise<Record<string, number>> {
  const rows = await shop.database.rows<{ sku: string; value: number }>(
    `select sku, ${name} as value from variants where sku !~ 'YUZU' order by sku`,
  );
  return Object.fromEntries(rows.map(({ sku, value }) => [sku.replace('TST-', ''), value]));
}

const PRICES = {
  'AFTER-RAIN-010': 28_000,
  'AFTER-RAIN-050': 98_000,
  'WHITE-PORCELAIN-030': 90_000,
  'WHITE-PORCELAIN-100': 210_000,
};
const STOCK = {
  'AFTER-RAIN-010': 50,
  'AFTER-RAIN-050': 20,
  'WHITE-PORCELAIN-030': 5,
  'WHITE-PORCELAIN-100': 3,
};

test('a preview shows before and after, and changes nothing', async () => {
  const answer = await look({ change: 'price_percent', value: '10' }).expect(200);
  const words = wordsOf(answer.text);
  expect(words).toContain('아직 아무것도 바뀌지 않았어요');
  expect(words).toMatch(/₩98,000 ₩107,800/);
  expect(await column('price')).toEqual(PRICES);
  expect(await editor.entries()).toEqual([]);
});

test('agreed to, all of it changes, each product with its entry, and all of it can be taken back', async () => {
  const path = await done({ change: 'price_percent', value: '10' });
  const raised = {
    'AFTER-RAIN-010': 30_800,
    'AFTER-RAIN-050': 107_800,
    'WHITE-PORCELAIN-030': 99_000,
    'WHITE-PORCELAIN-100': 231_000,
  };
  expect(await column('price')).toEqual(raised);
  expect((await shop.visitor().get('/perfumes/after-rain')).text).toContain('₩107,800');
  const entries = await editor.entries();
  expect(entries.map(({ action }) => action)).toEqual(['product.bulk', 'product.bulk']);
  expect(entries[0]?.changes).toMatchObject({ version: [1, 2] });
  expect(await owner.words(path)).toContain('바꿨어요');
  await owner.post(`${path}/undo`).expect(303);
  expect(await column('price')).toEqual(PRICES);
  expect(await editor.entries()).toHaveLength(4);
  await owner.post(`${path}/undo`).expect(303);
  expect(await editor.entries()).toHaveLength(4);
});

test('what has changed since it was looked at changes nothing at all', async () => {
  const more = { change: 'price_percent', value: '10' };
  const digest = digestIn((await look(more).expect(200)).text);
  await shop.database.run`update variants set price = 91000 where sku = 'TST-WHITE-PORCELAIN-030'`;
  const late = await agree(digest, more).expect(409);
  expect(wordsOf(late.text)).toContain('그사이 바뀐 것이 있어');
  expect(await column('price')).toEqual({ ...PRICES, 'WHITE-PORCELAIN-030': 91_000 });
  expect(await editor.entries()).toEqual([]);
  await agree(digestIn(late.text), more).expect(303);
  expect((await column('price'))['WHITE-PORCELAIN-030']).toBe(100_100);
});

test('nothing is changed that was never looked at', async () => {
  await agree('', { change: 'price_set', value: '1000' }).expect(409);
  await agree('x', { change: 'price_set', value: '1000' }).expect(409);
  expect(await column('price')).toEqual(PRICES);
});

test('one that would come to less than nothing holds all of them back', async () => {
  const more = { change: 'stock_add', value: '-4' };
  const answer = await look(more).expect(422);
  expect(wordsOf(answer.text)).toContain('재고가 0보다 작아져요: 백자');
  await agree(digestIn(answer.text), more).expect(409);
  expect(await column('stock')).toEqual(STOCK);
});

test('bottles that are added are added to what is there by then, and the ledger says who did', async () => {
  const more = { change: 'stock_add', value: '10', volume_ml: '50' };
  const digest = digestIn((await look(more).expect(200)).text);
  await shop.database.run`update variants set stock = stock - 2 where sku = 'TST-AFTER-RAIN-050'`;
  const answer = await agree(digest, more).expect(303);
  expect(await column('stock')).toEqual({ ...STOCK, 'AFTER-RAIN-050': 28 });
  const rows = await shop.database.rows`select change, balance, reason, staff_id from stock_movements
    where variant_id = ${ids['TST-AFTER-RAIN-050']} order by id desc limit 1`;
  expect(rows).toEqual([{ change: 10, balance: 28, reason: 'delivery', staff_id: owner.staffId }]);
  expect((await editor.entries()).map(({ changes }) => changes)).toEqual([{ 'TST-AFTER-RAIN-050.stock': [18, 28] }]);
  await owner.post(`${String(answer.headers['location'])}/undo`).expect(303);
  expect((await column('stock'))['AFTER-RAIN-050']).toBe(18);
});

test('what was sold since can’t be taken back, and then nothing is', async () => {
  const path = await done({ change: 'stock_add', value: '2' });
  await shop.database.run`update variants set stock = 1 where sku = 'TST-WHITE-PORCELAIN-100'`;
  const before = await column('stock');
  await owner.post(`${path}/undo`).expect(303);
  expect(wordsOf((await owner.get(path)).text)).toContain('되돌리지 못했어요');
  expect(await column('stock')).toEqual(before);
});

test.each([
  ['price_set', '5만', [50_000]],
  ['price_amount', '1만 5천', [43_000, 113_000]],
])('%s of %s is read as people say prices', async (change, value, prices) => {
  await done({ change, value });
  expect([...new Set(Object.values(await column('price')))]).toEqual(expect.arrayContaining(prices));
});

test('a price that was changed again since is not overwritten by taking back', async () => {
  const path = await done({ change: 'price_set', value: '50000' });
  await shop.database.run`update variants set price = 60000 where sku = 'TST-AFTER-RAIN-010'`;
  const before = await column('price');
  await owner.post(`${path}/undo`).expect(303);
  expect(await column('price')).toEqual(before);
});

test('hidden together and shown together', async () => {
  const path = await done({ change: 'hide' });
  expect((await shop.visitor().get('/perfumes/after-rain')).status).toBe(404);
  expect((await shop.visitor().get('/perfumes/white-porcelain')).status).toBe(404);
  await owner.post(`${path}/undo`).expect(303);
  await shop.visitor().get('/perfumes/after-rain').expect(200);
  await done({ change: 'hide' });
  await done({ change: 'show' });
  await shop.visitor().get('/perfumes/white-porcelain').expect(200);
  expect((await editor.entries()).map(({ changes }) => changes['state'])).toEqual(
    ['hidden', 'visible', 'hidden', 'visible'].flatMap((to) => {
      const pair = [to === 'hidden' ? 'visible' : 'hidden', to];
      return [pair, pair];
    }),
  );
});

test.each<[Bulk, string]>([
  [{ change: 'price_percent', value: 'ten' }, '숫자로 적어 주세요'],
  [{ change: 'price_percent', value: '-100' }, '-99부터'],
  [{ change: 'stock_set', value: '-1' }, '숫자로 적어 주세요'],
  [{ change: 'stock_add', value: '1.5' }, '숫자로 적어 주세요'],
  [{ change: 'price_set', value: '0' }, '값이 0원보다 커야 해요'],
  [{ change: 'price_set', value: '999999999' }, '값이 너무 커져요'],
  [{ change: 'price_set', value: '100', volume_ml: 'small' }, '용량을 숫자로'],
  [{ change: 'price_set', value: '100', product: [] }, '상품을 하나 이상'],
])('%j is said to be wrong', async (more, words) => {
  const answer = await look(more).expect(422);
  expect(wordsOf(answer.text)).toContain(words);
  if (more['value']) expect(answer.text).toContain(`value="${String(more['value'])}"`);
  expect([await column('price'), await column('stock')]).toEqual([PRICES, STOCK]);
});

test('volumes in millilitres are whole, and no number is too large to be answered', async () => {
  for (const volume_ml of ['1.5', '999999999']) {
    const { status } = await look({ change: 'price_set', value: '100', volume_ml });
    expect([200, 422]).toContain(status);
  }
});

test('what no form of ours sends is refused, and unknown changes are not found', async () => {
  await look({ change: 'archive' }).expect(400);
  await look({ change: 'hide', published_at: '2020-01-01' }).expect(400);
  await look({ change: 'hide', product: 'all' }).expect(400);
  await look({ change: 'hide', back: 'https://evil.example' }).expect(400);
  await look({ change: 'hide', back: '//evil.example' }).expect(400);
  await look({ change: 'hide', product: Array.from({ length: 201 }, (_, i) => String(i)) }).expect(400);
  const nobody = '/admin/products/bulk/00000000-0000-0000-0000-000000000000';
  await owner.get(nobody).expect(404);
  await owner.post(`${nobody}/undo`).expect(404);
  await owner.post('/admin/products/bulk/1/undo').expect(404);
  await owner.post(`${nobody}/undo`, { digest: 'x' }).expect(400);
  const unknown = await look({ change: 'hide', product: ['999999'] }).expect(200);
  expect(wordsOf(unknown.text)).toContain('바뀌는 것이 없어요');
});

test('two who agree to the same at once: it happens once', async () => {
  const more = { change: 'price_amount', value: '1000' };
  const digest = digestIn((await look(more).expect(200)).text);
  const answers = await Promise.all(Array.from({ length: 4 }, () => agree(digest, more)));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409]);
  expect((await column('price'))['AFTER-RAIN-010']).toBe(29_000);
});

test('taken back twice at once, it is taken back once', async () => {
  const path = await done({ change: 'stock_add', value: '5' });
  await Promise.all(Array.from({ length: 4 }, () => owner.post(`${path}/undo`).expect(303)));
  expect(await column('stock')).toEqual(STOCK);
});
