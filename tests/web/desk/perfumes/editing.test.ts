import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { deskVisitor } from '../../../setup/desk';
import { expectAll, wordsOf } from '../../../setup/html';
import { type Form, formIn, idIn, NEW_PRODUCT, withProductsAtDesk } from './editor';

const { shop, editor, owner } = withProductsAtDesk({ each: true });

const create = async (more = {}): Promise<number> =>
  idIn((await owner.post('/admin/products', { ...NEW_PRODUCT, ...more }).expect(303)).headers['location']);

test('a product is made of what was typed, hidden, with its volume, its pictures and its entry', async () => {
  const id = await create();
  const row = await editor.product('first-snow');
  expect(row).toMatchObject({ id, version: 1, name_ko: '첫눈', year: 2026, published_at: null });
  expect(row.story_ko).toBe(NEW_PRODUCT.story_ko);
  expect(await editor.volumes(id)).toMatchObject([{ sku: 'FIRST-SNOW-050', volume_ml: 50, price: 120_000, stock: 7 }]);
  const rows = await shop.database.rows`
    select change, reason, staff_id from stock_movements where variant_id = (select max(id) from variants)`;
  expect(rows).toEqual([{ change: 7, reason: 'opening', staff_id: owner.staffId }]);
  const [entry, ...others] = await editor.entries();
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    action: 'product.create',
    actor: `김서연 <${owner.email}>`,
    subject_id: String(id),
    subject_name: '첫눈',
    changes: { name_en: [null, 'First Snow'], accord_powdery: [null, 80], 'FIRST-SNOW-050.price': [null, 120_000] },
  });
  await shop.visitor().get(`/pictures/${row.picture}`).expect(200);
  await shop.visitor().get('/perfumes/first-snow').expect(404);
  expect(await owner.words(`/admin/products/${id}`)).toContain('상품을 만들었어요');
});

test('the form that opens, saved as it is, changes nothing and writes nothing', async () => {
  const before = await editor.product('after-rain');
  expect((await editor.edit(owner, editor.rain, {})).status).toBe(303);
  expect(await editor.product('after-rain')).toEqual(before);
  expect(await editor.entries()).toEqual([]);
});

test('both languages are saved and shown, and only what changed is written down', async () => {
  const typed = { name_ko: '비 갠 뒤', name_en: 'After the Rain', story_en: 'Wet stones.', accord_green: '31' };
  expect((await editor.edit(owner, editor.rain, typed)).status).toBe(303);
  const visitor = shop.visitor();
  expect(await visitor.text('/perfumes/after-rain')).toContain('비 갠 뒤');
  const english = await visitor.get('/en/perfumes/after-rain').expect(200);
  expectAll(english.text, 'After the Rain', 'Wet stones.');
  const entries = await editor.entries();
  expect(entries.map(({ action, changes }) => ({ action, changes }))).toEqual([
    {
      action: 'product.update',
      changes: {
        name_ko: ['비 온 뒤', '비 갠 뒤'],
        name_en: ['After Rain', 'After the Rain'],
        story_en: ['A yard when the rain has stopped.', 'Wet stones.'],
        accord_green: [30, 31],
        version: [1, 2],
      },
    },
  ]);
});

test('an accord that is gone and a note that is moved are written down', async () => {
  await editor.edit(owner, editor.rain, { accord_green: '', notes_top: '유자, 비' });
  expect((await editor.entries())[0]?.changes).toEqual({
    accord_green: [30, null],
    notes_top: [
      ['rain', 'yuzu'],
      ['yuzu', 'rain'],
    ],
    version: [1, 2],
  });
});

test('prices, a new volume and one that is no longer sold', async () => {
  const form = await editor.open(owner, editor.rain);
  const more = { id: '', sku: '', ml: '100', price: '180000', stock: '4', seen: '', low: '2', state: 'selling' };
  const rows = Object.fromEntries(Object.entries(more).map(([k, v]) => [`volume_${k}`, [...form[`volume_${k}`]!, v]]));
  rows['volume_price']![0] = '29000';
  rows['volume_state']![1] = 'archived';
  await owner.post(`/admin/products/${editor.rain}`, { ...form, ...rows }).expect(303);
  expect(await editor.volumes(editor.rain)).toMatchObject([
    { volume_ml: 10, price: 29_000, stock: 50 },
    { volume_ml: 50, price: 98_000, stock: 20 },
    { sku: 'AFTER-RAIN-100', volume_ml: 100, price: 180_000, stock: 4 },
  ]);
  expect((await editor.entries())[0]?.changes).toMatchObject({
    'TST-AFTER-RAIN-010.price': [28_000, 29_000],
    'TST-AFTER-RAIN-050.archived': [false, true],
    'AFTER-RAIN-100.stock': [null, 4],
  });
  const page = await shop.visitor().words('/perfumes/after-rain');
  expect(page).toContain('₩180,000');
  expect(page).not.toContain('₩98,000');
});

test('a new price reads the perfume once and draws nothing; a new name or size is drawn, and the light alone by its accords', async () => {
  const { picturesDirectory } = shop.context;
  const drawn = async (typed: Form): Promise<number> => {
    const form = await editor.open(owner, editor.rain);
    for (const file of await readdir(picturesDirectory)) await rm(path.join(picturesDirectory, file));
    const asked = jest.spyOn(Client.prototype, 'query');
    await owner.post(`/admin/products/${editor.rain}`, { ...form, ...typed }).expect(303);
    const reads = asked.mock.calls.filter(([query]) => JSON.stringify(query).includes('formerSlugs'));
    asked.mockRestore();
    expect(reads).toHaveLength(1);
    return (await readdir(picturesDirectory)).length;
  };
  expect(await drawn({ volume_price: ['29000', '98000'] })).toBe(0);
  expect(await drawn({ story_ko: '다른 이야기예요.' })).toBe(0);
  expect(await drawn({ volume_state: ['archived', 'selling'] })).toBe(0);
  // What is no longer sold stands last: now the larger one goes, and the smaller comes back.
  expect(await drawn({ volume_state: ['archived', 'selling'] })).toBe(1);
  expect(await drawn({ accord_green: '31' })).toBe(2);
  expect(await drawn({ name_ko: '비 갠 뒤' })).toBe(1);
});

test('the second to save is told with both values, loses nothing she typed, and can save again', async () => {
  const other = await deskVisitor(shop, 'owner', { name: '이하나' });
  const [mine, theirs] = [await editor.open(owner, editor.rain), await editor.open(other, editor.rain)];
  await other
    .post(`/admin/products/${editor.rain}`, { ...theirs, name_en: 'Their Rain', perfumer_en: 'Somebody Else' })
    .expect(303);
  const late = { ...mine, name_en: 'My Rain', story_ko: '제가 쓴 이야기예요.' };
  const answer = await owner.post(`/admin/products/${editor.rain}`, late).expect(409);
  const words = wordsOf(answer.text);
  expectAll(words, '그사이 다른 사람이 저장했어요', '이하나');
  expect(words).toMatch(/이름 \(영어\) Their Rain My Rain/);
  const again = formIn(answer.text);
  // Hers stays, theirs is taken over where she had typed nothing.
  expect(again).toMatchObject({
    name_en: ['My Rain'],
    story_ko: ['제가 쓴 이야기예요.'],
    perfumer_en: ['Somebody Else'],
    version: ['2'],
  });
  expect(await editor.product('after-rain')).toMatchObject({ version: 2, name_en: 'Their Rain' });
  expect(await editor.entries()).toHaveLength(1);
  await owner.post(`/admin/products/${editor.rain}`, again).expect(303);
  expect(await editor.product('after-rain')).toMatchObject({
    version: 3,
    name_en: 'My Rain',
    perfumer_en: 'Somebody Else',
    story_ko: '제가 쓴 이야기예요.',
  });
});

test('of two who save at once one is told, whoever it is', async () => {
  const form = await editor.open(owner, editor.rain);
  const names = ['One', 'Two', 'Three', 'Four'];
  const answers = await Promise.all(
    names.map((name_en) => owner.post(`/admin/products/${editor.rain}`, { ...form, name_en })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409]);
  expect(await editor.product('after-rain')).toMatchObject({ version: 2 });
  expect(await editor.entries()).toHaveLength(1);
});

/** What is said to be wrong with the volumes together, at the place that the summary of the faults leads to. */
function besideVolumes(html: string): string {
  const [, below = ''] = html.split('id="volumes"');
  const [, fault = ''] = /<p class="field__error">([^<]*)<\/p>/.exec(below.split('<fieldset')[0] ?? '') ?? [];
  return wordsOf(fault);
}

test('an SKU of another product is said to be taken beside the volumes too', async () => {
  const answer = await owner.post('/admin/products', { ...NEW_PRODUCT, volume_sku: 'TST-AFTER-RAIN-050' }).expect(422);
  expect(besideVolumes(answer.text)).toContain('이미 쓰는 SKU가 있어요');
});

test('a price that was changed for many meanwhile is a conflict too', async () => {
  const form = await editor.open(owner, editor.rain);
  const bulk = {
    product: String(editor.rain),
    change: 'price_set',
    value: '50000',
    volume_ml: '50',
    back: '/admin/products',
  };
  const preview = await owner.post('/admin/products/bulk', bulk).expect(200);
  const [, digest = ''] = /name="digest" value="([^"]+)"/.exec(preview.text) ?? [];
  await owner.post('/admin/products/bulk/apply', { ...bulk, digest }).expect(303);
  const answer = await owner.post(`/admin/products/${editor.rain}`, { ...form, name_en: 'Later' }).expect(409);
  expect(formIn(answer.text)).toMatchObject({ name_en: ['Later'], volume_price: ['28000', '50000'] });
});

test('a sale between opening and saving is no conflict, and its bottle stays sold', async () => {
  const form = await editor.open(owner, editor.rain);
  await shop.database.run`update variants set stock = stock - 3 where perfume_id = ${editor.rain}`;
  await owner.post(`/admin/products/${editor.rain}`, { ...form, name_en: 'Sold Rain' }).expect(303);
  expect((await editor.volumes(editor.rain)).map(({ stock }) => stock)).toEqual([47, 17]);
  expect((await editor.entries())[0]?.changes).not.toHaveProperty(['TST-AFTER-RAIN-010.stock']);
});

test('a count that was typed over one that has moved is refused, with today’s beside it', async () => {
  const form = await editor.open(owner, editor.rain);
  await shop.database.run`update variants set stock = stock - 3 where perfume_id = ${editor.rain}`;
  const typed = { ...form, volume_stock: ['60', form['volume_stock']![1]!], name_en: 'Kept' };
  const answer = await owner.post(`/admin/products/${editor.rain}`, typed).expect(422);
  expect(wordsOf(answer.text)).toContain('그사이 재고가 움직였어요');
  expect(besideVolumes(answer.text)).toContain('그사이 재고가 움직였어요');
  expect(formIn(answer.text)).toMatchObject({ name_en: ['Kept'], volume_seen: ['47', '17'] });
  expect((await editor.volumes(editor.rain)).map(({ stock }) => stock)).toEqual([47, 17]);
  await owner.post(`/admin/products/${editor.rain}`, formIn(answer.text)).expect(303);
  expect((await editor.volumes(editor.rain)).map(({ stock }) => stock)).toEqual([60, 17]);
});

test.each([
  [{ name_ko: '' }, '비어 있어요'],
  [{ name_en: 'x'.repeat(81) }, '80자까지'],
  [{ house: 'nobody' }, '목록에서 골라 주세요'],
  [{ year: 'soon' }, '숫자로 적어 주세요'],
  [{ alcohol_percent: '101' }, '0부터 100까지'],
  [{ notes_top: '비, 달빛' }, '모르는 노트예요: 달빛'],
  [{ accord_powdery: '', accord_iris: '' }, '어코드를 하나 이상'],
  [{ slug: 'Öl & Rain' }, '영어 소문자와 숫자'],
  [{ slug: 'after-rain' }, '다른 상품이 쓰는 주소예요'],
  [{ volume_price: '0' }, '1부터 100000000까지'],
  [{ volume_stock: '-1' }, '0부터 1000000까지'],
  [{ volume_sku: 'TST-AFTER-RAIN-050' }, '이미 쓰는 SKU가 있어요'],
])('%j is said to be wrong, and everything typed is kept', async (wrong, words) => {
  const answer = await owner.post('/admin/products', { ...NEW_PRODUCT, ...wrong }).expect(422);
  expect(wordsOf(answer.text)).toContain(words);
  const kept = formIn(answer.text);
  for (const [name, value] of Object.entries({ ...NEW_PRODUCT, ...wrong })) {
    if (value === 'nobody') continue;
    expect([name, kept[name]?.[0]]).toEqual([name, value]);
  }
  expect(await editor.entries()).toEqual([]);
});

test('what no form of ours sends is refused and changes nothing', async () => {
  const form = await editor.open(owner, editor.rain);
  for (const more of [{ published_at: '2020-01-01' }, { id: '1' }, { archived_at: '' }, { picture: 'x.svg' }]) {
    await owner.post(`/admin/products/${editor.rain}`, { ...form, name_en: 'Mass', ...more }).expect(400);
    await owner.post('/admin/products', { ...NEW_PRODUCT, ...more }).expect(400);
  }
  await owner.post(`/admin/products/${editor.rain}`, { ...form, volume_ml: ['10'] }).expect(400);
  await owner.post(`/admin/products/${editor.rain}/visibility`, { to: 'publish', version: '1' }).expect(400);
  await owner.post(`/admin/products/${editor.rain}/visibility`, { to: 'sold' }).expect(400);
  expect(await editor.product('after-rain')).toMatchObject({ version: 1, name_en: 'After Rain' });
  expect(await editor.entries()).toEqual([]);
});

test('unknown products are not found, and volumes of others are nobody’s', async () => {
  for (const id of ['0', '999999', '1e3', '-1', '99999999999', 'x']) {
    await owner.get(`/admin/products/${id}`).expect(404);
    await owner.post(`/admin/products/${id}`, NEW_PRODUCT).expect(404);
    await owner.post(`/admin/products/${id}/visibility`, { to: 'hide' }).expect(404);
    await owner.get(`/admin/products/${id}/preview`).expect(404);
    await owner.post(`/admin/products/${id}/photos/1`, { intent: 'remove' }).expect(404);
  }
  await owner.post(`/admin/products/${editor.rain}/photos/999`, { intent: 'remove' }).expect(404);
  const other = await editor.product('white-porcelain');
  const [theirs] = await editor.volumes(other.id);
  const form = await editor.open(owner, editor.rain);
  const stolen = { ...form, volume_id: [String(theirs!.id), form['volume_id']![1]!] };
  await owner.post(`/admin/products/${editor.rain}`, stolen).expect(404);
  expect(await editor.volumes(other.id)).toContainEqual(theirs);
});

test.each(['reader', 'shipping'] as const)('%s is told that she may look and not touch', async (role) => {
  const visitor = await deskVisitor(shop, role);
  const page = await visitor.get(`/admin/products/${editor.rain}`).expect(200);
  expect(wordsOf(page.text)).toContain('볼 수만 있어요');
});

test('the form’s own buttons save nothing', async () => {
  const form = await editor.open(owner, editor.rain);
  for (const intent of ['preview', 'add-volume', 'drop-volume-0']) {
    const answer = await owner
      .post(`/admin/products/${editor.rain}`, { ...form, name_en: 'Only Typed', intent })
      .expect(200);
    expect(formIn(answer.text)).toMatchObject({ name_en: ['Only Typed'] });
    expect(formIn(answer.text)['volume_ml']).toHaveLength(intent === 'add-volume' ? 3 : 2);
  }
  expect(await editor.product('after-rain')).toMatchObject({ version: 1, name_en: 'After Rain' });
});
