import { deskVisitor, withStockedDesk } from '../../../setup/desk';
import { expectAll } from '../../../setup/html';
import { runJobs } from '../../storefront/accounts/support';
import { exported, sendFile, stateOf, takeIn } from './support';

const { shop, owner } = withStockedDesk({ each: true });

const NEW = {
  slug: 'night-pine',
  house: '시험당',
  name_ko: '밤 소나무',
  name_en: 'Night Pine',
  story_ko: '"산길"이에요.',
  year: '2026',
  concentration: '오 드 퍼퓸',
  alcohol_percent: '78.5',
  family: 'woody',
  accords: '나무 80; smoky 40',
  top_notes: '소나무',
  base_notes: 'musk; rain',
  published_at: 'yes',
  sku: 'TST-NIGHT-050',
  volume_ml: '50',
  price: '120,000',
  stock: '7',
};
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const csvOf = (...rows: Record<string, string>[]): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [columns.join(','), ...rows.map((row) => columns.map((name) => quoted(row[name] ?? '')).join(','))].join(
    '\r\n',
  );
};

const catalogue = async () => {
  const tables = ['perfumes', 'variants', 'perfume_notes', 'stock_movements'];
  return Promise.all(
    tables.map((table) => shop.database.rows<Record<string, unknown>>(`select * from ${table} order by 1, 2, 3`)),
  );
};

test('what was taken home comes back unchanged, in both languages', async () => {
  await shop.database.run`update perfumes set story_ko = E' =1+1\\n"인용", 쉼표;\\t끝 ', position = -3,
    published_at = '2026-11-01T01:02:03.456789Z' where slug = 'after-rain'`;
  await shop.database.run`update perfumes set published_at = null, archived_at = now() where slug = 'yuzu-lantern'`;
  await shop.database.run`insert into perfumes (slug, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko,
    perfumer_en, year, concentration, alcohol_percent, family, accords, picture, aura, position)
    select 'bare', house_id, '맨몸', 'Bare', '', '', '', '', 2026, concentration, 70.5, family, accords, picture, aura, 9
    from perfumes where slug = 'after-rain'`;
  const before = await catalogue();
  for (const visitor of [owner, await deskVisitor(shop, 'owner', { locale: 'en' })]) {
    const text = await exported(visitor, 'products');
    expect(text.startsWith('\uFEFF')).toBe(true);
    const { path, text: page } = await sendFile(shop, visitor, text);
    expect(await stateOf(shop, { path })).toBe('checked');
    expect(page).toMatch(/tabs__count">0<[^]*tabs__count">0<[^]*tabs__count">0</);
    expect(page).not.toContain(`${path}/confirm`);
    await takeIn(shop, visitor, { path, text });
    expect(await stateOf(shop, { path })).toBe('done');
  }
  expect(await catalogue()).toEqual(before);
});

test('a new perfume is looked at, taken in, drawn, and in the shop at once', async () => {
  const sent = await sendFile(
    shop,
    owner,
    csvOf(NEW, { ...NEW, sku: 'TST-NIGHT-100', volume_ml: '100', price: '₩200,000' }),
  );
  expectAll(sent.text, '아직 아무것도 바꾸지 않았어요.', '밤 소나무');
  await shop.visitor().get('/perfumes/night-pine').expect(404);
  expect(await takeIn(shop, owner, sent)).toContain('모두 넣었어요.');
  shop.shop.services.memories.forgetAll();
  const text = await shop.visitor().text('/perfumes/night-pine');
  expectAll(text, '₩120,000', '&#34;산길&#34;이에요.');
  const picture = /\/pictures\/(night-pine\.[0-9a-f]{10}\.svg)/.exec(text)![1]!;
  const svg = await shop.visitor().get(`/pictures/${picture}`).expect(200);
  expect(Buffer.from(svg.body as Buffer).toString()).toContain('<svg');

  const rows = await shop.database.rows`select v.sku, v.stock, m.change, m.reason, m.note, m.staff_id from variants v
     join stock_movements m on m.variant_id = v.id where sku like 'TST-NIGHT%' order by sku`;
  const movement = { stock: 7, change: 7, reason: 'import', note: '상품.csv', staff_id: owner.staffId };
  expect(rows).toEqual([
    { sku: 'TST-NIGHT-050', ...movement },
    { sku: 'TST-NIGHT-100', ...movement },
  ]);
  const audit = await shop.database.pool.query<{
    action: string;
    subject_name: string;
    changes: object;
    actor: string;
  }>('select action, subject_name, changes, actor from audit_log order by id');
  expect(audit.rows.map(({ action }) => action)).toEqual([
    'file.upload',
    'file.confirm',
    'product.create',
    'file.import',
  ]);
  expect(audit.rows[2]).toMatchObject({
    subject_name: '밤 소나무',
    changes: { name_ko: [null, '밤 소나무'], 'TST-NIGHT-050.price': [null, 120_000] },
  });
  expect(audit.rows.every(({ actor }) => actor.includes(owner.email))).toBe(true);
});

test('a file of two columns changes just these, from what to what', async () => {
  const sent = await sendFile(shop, owner, 'SKU;가격\nTST-AFTER-RAIN-050;99000\nTST-AFTER-RAIN-010;28000\n');
  expect(sent.text).toMatch(/TST-AFTER-RAIN-050[^]*<dt>가격<\/dt>[^]*<del>₩98,000<\/del>[^]*<ins>₩99,000<\/ins>/);
  expect(sent.text).not.toContain('TST-AFTER-RAIN-010');
  expect(sent.text).toContain('쌍반점');
  await takeIn(shop, owner, sent);
  const rows = await shop.database.rows`
    select v.sku, v.price, v.stock, p.version from variants v join perfumes p on p.id = v.perfume_id
    order by v.sku limit 2`;
  expect(rows).toEqual([
    { sku: 'TST-AFTER-RAIN-010', price: 28_000, stock: 50, version: 2 },
    { sku: 'TST-AFTER-RAIN-050', price: 99_000, stock: 20, version: 2 },
  ]);
});

test('EUC-KR from a Korean spreadsheet is read', async () => {
  // "주소 이름,이름" and "after-rain,비" in CP949.
  const header = [0xc1, 0xd6, 0xbc, 0xd2, 0x20, 0xc0, 0xcc, 0xb8, 0xa7, 0x2c, 0xc0, 0xcc, 0xb8, 0xa7, 0x0d, 0x0a];
  const content = Buffer.concat([
    Buffer.from(header),
    Buffer.from('after-rain,'),
    Buffer.from([0xba, 0xf1, 0x0d, 0x0a]),
  ]);
  const sent = await sendFile(shop, owner, content);
  expect(sent.text).toContain('EUC-KR');
  expect(sent.text).toMatch(/<del>비 온 뒤<\/del>[^]*<ins>비<\/ins>/);
});

test('a name that changes is drawn on the bottle anew', async () => {
  const picture = () => shop.database.row<{ picture: string }>`select picture from perfumes where slug = 'after-rain'`;
  const before = await picture();
  const sent = await sendFile(shop, owner, 'slug,year,sku,price\nafter-rain,2018,TST-AFTER-RAIN-010,1000\n');
  await takeIn(shop, owner, sent);
  expect(await picture()).toEqual(before);
  await takeIn(shop, owner, await sendFile(shop, owner, 'slug,name_ko\nafter-rain,새 이름\n'));
  expect(await picture()).not.toEqual(before);
});

test('stock is left alone where that was asked for, but for new volumes', async () => {
  const csv =
    'slug,sku,volume_ml,price,stock\nafter-rain,TST-AFTER-RAIN-050,50,98000,999\nafter-rain,TST-AFTER-RAIN-100,100,180000,4\n';
  await takeIn(shop, owner, await sendFile(shop, owner, csv, { keep_stock: 'on' }));
  expect(await shop.database.column`select stock from variants where sku like 'TST-AFTER-RAIN%' order by sku`).toEqual([
    50, 20, 4,
  ]);
});

test.each([
  ['price', '-1', '가격', '부터'],
  ['price', '0', '가격', '부터'],
  ['price', '1e9', '가격', '정수로 적어 주세요.'],
  ['price', '1.5', '가격', '정수로 적어 주세요.'],
  ['price', '9999999999', '가격', '부터'],
  ['price', '', '가격', '비어 있어요.'],
  ['price', '12,34', '가격', '정수로 적어 주세요.'],
  ['stock', '-5', '재고', '부터'],
  ['volume_ml', '0', '용량 ml', '부터'],
  ['slug', 'Night Pine', '주소 이름', '영어 소문자'],
  ['slug', '../../etc', '주소 이름', '영어 소문자'],
  ['sku', '=cmd', 'SKU', '영어, 숫자'],
  ['house', '없는 집', '하우스', '없는 하우스예요.'],
  ['name_ko', '', '이름', '비어 있어요.'],
  ['name_ko', '가'.repeat(81), '이름', '80자까지'],
  ['name_ko', 'a\uFFFDb', '이름', '보이지 않는 문자'],
  ['year', '1899', '출시 연도', '부터'],
  ['concentration', '물', '농도', '없는 값이에요.'],
  ['alcohol_percent', '101', '알코올 도수', '부터'],
  ['accords', '무지개 10', '향조', '모르는 향조예요.'],
  ['accords', 'woody 0', '향조', '세기는'],
  ['accords', 'woody 5; 나무 6', '향조', '두 번 적혀'],
  ['top_notes', '돌', '탑 노트', '없는 노트예요.'],
  ['published_at', '2026-02-30 10:00', '공개', '처럼 적어 주세요.'],
  ['published_at', '9999-01-01 10:00', '공개', '2년보다 먼 날은 예약할 수 없어요.'],
  ['archived', 'yes', '공개', '보관한 상품은'],
  ['archived', 'maybe', '보관', 'yes나 no'],
])(
  'a new perfume with %s = %j is refused in its line and column, and nothing is written',
  async (name, value, column, words) => {
    const before = await catalogue();
    const sent = await sendFile(shop, owner, csvOf(NEW, { ...NEW, slug: 'other', sku: 'OTHER-1', [name]: value }));
    expect(await stateOf(shop, sent)).toBe('faulty');
    const row = new RegExp(`data-label="줄">3</td>\\s*<td data-label="열">${column}</td>\\s*<td[^>]*>[^<]*${words}`);
    expect(sent.text).toMatch(row);
    expect(sent.text).not.toContain('/confirm');
    await owner.post(`${sent.path}/confirm`).expect(303);
    await runJobs(shop);
    expect(await catalogue()).toEqual(before);
  },
);

test.each([
  ['', '파일이 비어 있어요.'],
  ['\uFEFF\n\n', '파일이 비어 있어요.'],
  ['sku,price\n', '열 이름만 있고 상품이 없어요.'],
  ['sku,price,staff_id\nA,1,2\n', '모르는 열이 있어요: staff_id.'],
  ['sku,가격,price\nA,1,2\n', '같은 열이 두 번 있어요: price'],
  ['name_ko,price\nA,1\n', 'SKU나 slug 열이 있어야 해요.'],
  ['sku,price\n"A,1\n', '따옴표가 닫히지 않았어요.'],
  ['<br>', '모르는 열이 있어요: &lt;br&gt;.'],
  ['<html>', '엑셀에서 열어 .xlsx로 저장해 주세요.'],
])('%j is refused as a whole', async (content, words) => {
  const { text } = await sendFile(shop, owner, content);
  expect(text).toContain(words);
});

test.each([
  ['sku,price\nNO-SUCH,1\n', '없는 SKU예요.'],
  ['sku,price\nTST-AFTER-RAIN-050,1\nTST-AFTER-RAIN-050,2\n', '2번째 줄에도 있어요.'],
  ['sku,price\nTST-AFTER-RAIN-050\n', '칸이 1개예요.'],
  ['sku,price\nTST-AFTER-RAIN-050,1,2\n', '칸이 3개예요.'],
  ['sku,slug,price\n,,5\n', '모두 비어 있어요.'],
  ['slug,sku,price\nyuzu-lantern,TST-AFTER-RAIN-050,5\n', '이 SKU는 after-rain의 것이에요.'],
  ['slug,year,sku\nafter-rain,2000,TST-AFTER-RAIN-050\nafter-rain,2001,TST-AFTER-RAIN-010\n', '2번째 줄과 달라요.'],
  ['sku,volume_ml\nTST-AFTER-RAIN-050,60\n', '크기는 바꿀 수 없어요.'],
  ['slug,sku,volume_ml,price\nafter-rain,NEW-1,50,100\n', 'TST-AFTER-RAIN-050에 이미 있어요.'],
  ['slug,sku,volume_ml,price\nafter-rain,NEW-1,70,100\nafter-rain,NEW-2,70,100\n', '2번째 줄에도 있어요.'],
  ['slug,sku,volume_ml\nafter-rain,NEW-1,70\n', '필요한 열이 파일에 없어요.'],
  ['slug,price\nafter-rain,100\n', '비어 있어요.'],
])('%j is refused in its row', async (content, words) => {
  const { text, path } = await sendFile(shop, owner, content);
  expect(await stateOf(shop, { path })).toBe('faulty');
  expect(text).toContain(words);
});

test('one wrong line, and none of the others is taken in', async () => {
  const before = await catalogue();
  const lines = Array.from({ length: 200 }, (_, at) => ({ ...NEW, slug: `many-${at}`, sku: `MANY-${at}` }));
  lines[150] = { ...lines[150]!, price: 'free' };
  const sent = await sendFile(shop, owner, csvOf(...lines));
  expect(await stateOf(shop, sent)).toBe('faulty');
  expect(sent.text).toContain('data-label="줄">152</td>');
  expect(await catalogue()).toEqual(before);
});

test('when the catalogue changed since it was looked at, nothing is taken in until it was looked at again', async () => {
  const csv = 'sku,price,stock\nTST-AFTER-RAIN-050,99000,20\n';
  const sent = await sendFile(shop, owner, csv);
  // A bottle is sold: the file would bring it back, and nobody has seen that.
  await shop.database.run`update variants set stock = 19 where sku = 'TST-AFTER-RAIN-050'`;
  expect(await takeIn(shop, owner, sent)).toContain('다시 살펴봐 주세요.');
  const before = await catalogue();
  await owner.post(`${sent.path}/again`).expect(303);
  await runJobs(shop);
  const { text } = await owner.get(sent.path);
  expect(text).toMatch(/<dt>재고<\/dt>[^]*<del>19<\/del>[^]*<ins>20<\/ins>/);
  expect(await catalogue()).toEqual(before);
  expect(await takeIn(shop, owner, sent)).toContain('모두 넣었어요.');
});

test('what changes elsewhere in the catalogue is no reason to look again', async () => {
  const sent = await sendFile(shop, owner, 'sku,price\nTST-AFTER-RAIN-050,99000\n');
  await shop.database.run`update variants set stock = stock - 1 where stock > 0`;
  expect(await takeIn(shop, owner, sent)).toContain('모두 넣었어요.');
});

test('a file is taken in once, however often and by however many it is confirmed', async () => {
  const sent = await sendFile(shop, owner, csvOf(NEW));
  const answers = await Promise.all([1, 2, 3].map(() => owner.post(`${sent.path}/confirm`)));
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  await Promise.all([runJobs(shop), runJobs(shop)]);
  await owner.post(`${sent.path}/confirm`).expect(303);
  await runJobs(shop);
  const rows = await shop.database.rows`select count(*)::integer as n from audit_log where action = 'file.import'`;
  expect(rows).toEqual([{ n: 1 }]);
  expect((await owner.get(sent.path)).text).toContain('모두 넣었어요.');
});

test('a dropped file changes nothing, and its content is gone', async () => {
  const sent = await sendFile(shop, owner, csvOf(NEW));
  await owner.post(`${sent.path}/drop`).expect(303);
  await takeIn(shop, owner, sent);
  expect(await stateOf(shop, sent)).toBe('dropped');
  expect(await shop.database.rows`select content from imports`).toEqual([{ content: null }]);
});

test('unknown ids, unknown fields, a wrong token and a file too large are refused', async () => {
  const sent = await sendFile(shop, owner, csvOf(NEW));
  await owner.get('/admin/files/imports/3f1c8f0e-6f0a-4f0e-9f0a-0123456789ab').expect(404);
  await owner.get("/admin/files/imports/1'--").expect(404);
  await owner.post('/admin/files/imports/3f1c8f0e-6f0a-4f0e-9f0a-0123456789ab/drop').expect(404);
  await owner.post(`${sent.path}/confirm`, { state: 'done' }).expect(400);
  const file = { name: 'a.csv', type: 'text/csv', content: Buffer.from('sku\nA') };
  await owner.upload('/admin/files/import', file, { staff_id: 'x' }).expect(400);
  await owner.upload('/admin/files/import', file, { form_token: 'x' }).expect(403);
  await owner.upload('/admin/files/import', { ...file, content: Buffer.alloc(10 * 1024 * 1024 + 1, 'a') }).expect(413);
  expect(await stateOf(shop, sent)).toBe('checked');
});

test('a file’s name is shown as text, whatever it is', async () => {
  const file = { name: '<b>향수.csv', type: 'text/csv', content: Buffer.from('sku\nA') };
  const { headers } = await owner.upload('/admin/files/import', file).expect(303);
  const text = await owner.text(String(headers['location']));
  expect(text).toContain('&lt;b&gt;향수.csv');
  expect(headers['refresh']).toBeUndefined();
});

test('while a file is being looked at, its page comes again by itself', async () => {
  const file = { name: 'a.csv', type: 'text/csv', content: Buffer.from('sku\nA') };
  const { headers } = await owner.upload('/admin/files/import', file).expect(303);
  const page = await owner.get(String(headers['location'])).expect(200);
  expect(page.headers['refresh']).toBe('2');
  await runJobs(shop);
  expect((await owner.get(String(headers['location']))).headers['refresh']).toBeUndefined();
});
