import { deskVisitor, withStockedDesk } from '../../../setup/desk';
import { expectAll, wordsOf } from '../../../setup/html';
import { numberIn } from '../../../setup/visitor';

let rain: number;
const SKU = 'TST-AFTER-RAIN-050';
const { shop, ids, owner } = withStockedDesk({ each: true });
beforeEach(() => void (rain = ids[SKU]!));

const count = (form: Record<string, string>, who = owner) => who.post(`/admin/stock/${rain}/count`, form);
const deliver = (form: Record<string, string>) => owner.post(`/admin/stock/${rain}/delivery`, form);

const stock = (): Promise<number> => shop.database.value<number>`select stock from variants where id = ${rain}`;
async function movements() {
  const rows = await shop.database.rows`
    select change, balance, reason, note, staff_id from stock_movements where variant_id = ${rain} order by id`;
  // The first is how the volume began.
  return rows.slice(1) as Record<string, unknown>[];
}
const entries = () =>
  shop.database.rows<
    Record<string, unknown>
  >`select action, actor, subject_kind, subject_id, subject_name, changes from audit_log order by id`;
const subject = () => ({ subject_kind: 'volume', subject_id: String(rain), subject_name: '비 온 뒤 50ml' });

test('a count that was corrected is the count, with its movement and its entry', async () => {
  await count({ counted: '18', seen: '20', reason: 'damage', count_note: '상자째 떨어뜨림' }).expect(303);
  expect(await stock()).toBe(18);
  expect(await movements()).toEqual([
    { change: -2, balance: 18, reason: 'damage', note: '상자째 떨어뜨림', staff_id: owner.staffId },
  ]);
  expect(await entries()).toEqual([
    {
      action: 'stock.count',
      actor: `김서연 <${owner.email}>`,
      ...subject(),
      changes: { stock: [20, 18], reason: [null, 'damage'] },
    },
  ]);
  const html = await owner.text(`/admin/stock/${rain}`);
  expect(html).toMatch(/<a [^>]*href="\/admin\/products\/\d+"/);
  const page = wordsOf(html);
  expect(page).toContain('18병으로 맞췄어요');
  expect(page).toMatch(/깨지거나 상함 −2 18 김서연 상자째 떨어뜨림/);
});

test('a count that has moved since it was seen is not overwritten; what was typed is kept, and saved again it holds', async () => {
  await shop.database.run`update variants set stock = 17 where id = ${rain}`;
  const form = { counted: '25', seen: '20', reason: 'correction', count_note: '다시 셈' };
  const answer = await count(form).expect(409);
  expect(wordsOf(answer.text)).toContain('지금은 17병이에요');
  expectAll(answer.text, 'value="다시 셈"', 'value="25"', 'name="seen" value="17"');
  expect([await stock(), await entries()]).toEqual([17, []]);
  await count({ ...form, seen: '17' }).expect(303);
  expect(await stock()).toBe(25);
});

test('of many who correct one count at once one does', async () => {
  const answers = await Promise.all(
    [11, 12, 13, 14, 15].map((counted) => count({ counted: String(counted), seen: '20', reason: 'correction' })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409, 409]);
  expect(await entries()).toHaveLength(1);
});

test('a count that is as it was is no movement', async () => {
  await count({ counted: '20', seen: '20', reason: 'correction' }).expect(303);
  expect([await movements(), await entries()]).toEqual([[], []]);
});

test('a delivery is added to whatever is there', async () => {
  await Promise.all([3, 4, 5].map((quantity) => deliver({ quantity: String(quantity) }).expect(303)));
  await deliver({ quantity: '１,000병', delivery_note: '봄 주문' }).expect(303);
  expect(await stock()).toBe(1032);
  expect((await movements()).at(-1)).toEqual({
    change: 1000,
    balance: 1032,
    reason: 'delivery',
    note: '봄 주문',
    staff_id: owner.staffId,
  });
  expect((await entries()).at(-1)).toMatchObject({
    action: 'stock.delivery',
    ...subject(),
    changes: { stock: [32, 1032] },
  });
});

test.each([
  ['count', { counted: '', seen: '20' }, '0부터 1,000,000까지'],
  ['count', { counted: '-1', seen: '20' }, '0부터 1,000,000까지'],
  ['count', { counted: '1.5', seen: '20' }, '0부터 1,000,000까지'],
  ['count', { counted: '1000001', seen: '20' }, '0부터 1,000,000까지'],
  ['count', { counted: '7', seen: '20', count_note: '가'.repeat(201) }, '200자까지'],
  ['delivery', { quantity: '0' }, '1부터 1,000,000까지'],
  ['delivery', { quantity: 'many' }, '1부터 1,000,000까지'],
  ['delivery', { quantity: '5', delivery_note: '가'.repeat(201) }, '200자까지'],
] as [string, Record<string, string>, string][])('%s of %j is said to be wrong', async (act, form, words) => {
  const answer = await owner.post(`/admin/stock/${rain}/${act}`, form).expect(422);
  expect(wordsOf(answer.text)).toContain(words);
  for (const [name, value] of Object.entries(form))
    if (name !== 'seen') expect(answer.text).toContain(`value="${value}"`);
  expect([await stock(), await entries()]).toEqual([20, []]);
});

test('deliveries never come to more than a count can be', async () => {
  const answer = await deliver({ quantity: '999981', delivery_note: '너무 많음' }).expect(422);
  expect(wordsOf(answer.text)).toContain('더하면 1,000,000병이 넘어요');
  expect(answer.text).toContain('value="너무 많음"');
  expect([await stock(), await entries()]).toEqual([20, []]);
  await deliver({ quantity: '999980' }).expect(303);
  expect(await stock()).toBe(1_000_000);
  await deliver({ quantity: '1000000' }).expect(422);
});

test('what no form of ours sends is refused, and unknown volumes are not found', async () => {
  await count({ counted: '1', seen: '20', reason: 'sale' }).expect(400);
  await count({ counted: '1', seen: '20', staff_id: 'x' }).expect(400);
  await count({ counted: '1' }).expect(400);
  await deliver({ quantity: '1', reason: 'correction' }).expect(400);
  for (const id of ['0', '999999', 'x', '99999999999']) {
    await owner.get(`/admin/stock/${id}`).expect(404);
    await owner.post(`/admin/stock/${id}/count`, { counted: '1', seen: '20' }).expect(404);
    await owner.post(`/admin/stock/${id}/delivery`, { quantity: '1' }).expect(404);
  }
  expect([await stock(), await entries()]).toEqual([20, []]);
});

test('who ships may count; who only reads may look', async () => {
  const reader = await deskVisitor(shop, 'reader');
  const page = await reader.get(`/admin/stock/${rain}`).expect(200);
  expect(page.text).not.toContain('/count');
  await count({ counted: '19', seen: '20' }, await deskVisitor(shop, 'shipping')).expect(303);
  expect(await stock()).toBe(19);
});

test('the ledger names the order that took a bottle, the latest first, and goes on behind a page', async () => {
  const number = numberIn(await shop.visitor().buy(rain, 2));
  const page = await owner.text(`/admin/stock/${rain}`);
  expect(page).toContain(`href="/admin/orders/${number}"`);
  expect(wordsOf(page)).toMatch(new RegExp(`주문 ${number} −2 18`));
  for (let i = 0; i < 60; i++) await shop.database.run`update variants set stock = stock + 1 where id = ${rain}`;
  const long = await owner.text(`/admin/stock/${rain}`);
  expect(long).not.toContain(number);
  const [, next = ''] = /href="(\/admin\/stock\/\d+\?before=\d+)"/.exec(long) ?? [];
  expect(await owner.text(next)).toContain(number);
  await owner.get(`/admin/stock/${rain}?before=x`).expect(200);
});

test('the list says what runs out, what has, and all; what is no longer sold is in none', async () => {
  const of = async (query = ''): Promise<string[]> =>
    [...(await owner.text(`/admin/stock${query}`)).matchAll(/data-label="SKU">([^<]+)</g)].map(([, sku]) =>
      sku!.replace('TST-', ''),
    );
  const low = ['YUZU-LANTERN-050', 'YUZU-LANTERN-100', 'WHITE-PORCELAIN-100', 'WHITE-PORCELAIN-030'];
  expect(await of()).toEqual(low);
  expect(await of('?view=out')).toEqual(low.slice(0, 2));
  expect(await of('?view=all')).toHaveLength(6);
  expect(await of('?view=all&q=백자')).toEqual(['WHITE-PORCELAIN-030', 'WHITE-PORCELAIN-100']);
  expect(await of('?view=all&q=tst-after')).toEqual(['AFTER-RAIN-010', 'AFTER-RAIN-050']);
  expect(await of('?view=all&q=Test+House')).toHaveLength(6);
  expect(await of(`?view=all&q=${encodeURIComponent(`%_\\'`)}`)).toEqual([]);
  for (const odd of ['?view=x', '?after=x', '?after=1.x', '?after=9.99999999999', '?q[]=a', '?view=all&after=1.%00']) {
    await owner.get(`/admin/stock${odd}`).expect(200);
  }
  await shop.database.run`update variants set archived_at = now() where sku = 'TST-YUZU-LANTERN-050'`;
  await shop.database.run`update perfumes set published_at = null, archived_at = now() where slug = 'white-porcelain'`;
  expect(await of()).toEqual(['YUZU-LANTERN-100']);
});

test('a list longer than a page goes on where it ended, by count and by SKU', async () => {
  await shop.database.run`insert into variants (perfume_id, sku, volume_ml, price, stock)
     select perfume_id, 'MORE-' || lpad(n::text, 3, '0'), 200 + n, 1000, n % 3
    from variants, generate_series(1, 120) as n
     where id = ${rain}`;
  for (const view of ['low', 'all']) {
    const seen: string[] = [];
    for (let path: string | undefined = `/admin/stock?view=${view}`; path;) {
      const text: string = await owner.text(path);
      seen.push(...[...text.matchAll(/data-label="SKU">([^<]+)</g)].map(([, sku]) => sku!));
      path = [...text.matchAll(/href="(\/admin\/stock[^"]*after=[^"]*)"/g)][0]?.[1]?.replaceAll('&amp;', '&');
      expect(seen.length).toBeLessThan(200);
    }
    expect([view, seen.length, new Set(seen).size]).toEqual([view, view === 'low' ? 124 : 126, seen.length]);
  }
});
