import { deskVisitor } from '../../../setup/desk';
import { wordsOf } from '../../../setup/html';
import { formIn, withProductsAtDesk, type Form } from './editor';

const { shop, editor, owner } = withProductsAtDesk({ each: true });

const pathOf = (id: number): string => `/admin/products/${id}/prices`;
const open = async (id: number): Promise<Record<string, string[]>> => formIn(await owner.text(pathOf(id)), 'prices');
const save = async (id: number, typed: Form, opened?: Form) =>
  owner.post(pathOf(id), { ...(opened ?? (await open(id))), ...typed });

test('the short form asks for nothing but prices and counts, and changes those alone', async () => {
  const before = await editor.product('after-rain');
  const form = await open(editor.rain);
  expect(Object.keys(form).filter((name) => !name.startsWith('form_'))).toEqual([
    'version',
    'volume_id',
    'volume_seen',
    'volume_price',
    'volume_stock',
  ]);
  const answer = await save(editor.rain, { volume_price: ['29,000', '9만 8천원'], volume_stock: ['50', '18'] });
  expect([answer.status, answer.headers['location']]).toEqual([303, pathOf(editor.rain)]);
  expect(await owner.words(pathOf(editor.rain))).toContain('저장했어요');
  expect(await editor.volumes(editor.rain)).toMatchObject([
    { price: 29_000, stock: 50 },
    { price: 98_000, stock: 18 },
  ]);
  expect((await editor.entries()).map(({ action, changes }) => ({ action, changes }))).toEqual([
    {
      action: 'product.update',
      changes: {
        'TST-AFTER-RAIN-010.price': [28_000, 29_000],
        'TST-AFTER-RAIN-050.stock': [20, 18],
        version: [1, 2],
      },
    },
  ]);
  expect({ ...(await editor.product('after-rain')), version: 1, updated_at: null }).toEqual({
    ...before,
    updated_at: null,
  });
});

test('saved as it opened it changes nothing', async () => {
  await save(editor.rain, {});
  expect(await editor.entries()).toEqual([]);
});

test('a price that is none is said at its field, and nothing typed is lost', async () => {
  const answer = await save(editor.rain, { volume_price: ['29,000', '많이'] });
  expect(answer.status).toBe(422);
  expect(formIn(answer.text, 'prices')).toMatchObject({ volume_price: ['29,000', '많이'], volume_stock: ['50', '20'] });
  expect(answer.text).toContain('href="#volume_price-1"');
  expect(answer.text).toMatch(/id="volume_price-1"[^>]* aria-invalid="true"/);
  expect(await editor.entries()).toEqual([]);
});

test('what somebody else saved meanwhile is shown beside what was typed, as in the whole form', async () => {
  const opened = await open(editor.rain);
  await editor.edit(owner, editor.rain, { name_ko: '비 갠 뒤', volume_price: ['30000', '99000'] });
  const answer = await save(editor.rain, { volume_price: ['28,000', '97,000'] }, opened);
  expect(answer.status).toBe(409);
  const words = wordsOf(answer.text);
  expect(words).toContain('그사이 다른 사람이 저장했어요');
  expect(words).toContain('₩97,000');
  const again = formIn(answer.text, 'prices');
  expect(again).toMatchObject({ version: ['2'], volume_price: ['30000', '97000'] });
  expect((await save(editor.rain, {}, again)).status).toBe(303);
  expect(await editor.volumes(editor.rain)).toMatchObject([{ price: 30_000 }, { price: 97_000 }]);
  expect((await editor.product('after-rain')).name_ko).toBe('비 갠 뒤');
});

test('a bottle that is sold meanwhile stays sold, and a count that was typed over is asked again', async () => {
  const opened = await open(editor.rain);
  await shop.database.run`update variants set stock = stock - 1 where perfume_id = ${editor.rain}`;
  expect((await save(editor.rain, { volume_price: ['27,000', '98,000'] }, opened)).status).toBe(303);
  expect(await editor.volumes(editor.rain)).toMatchObject([{ price: 27_000, stock: 49 }, { stock: 19 }]);
  const before = await open(editor.rain);
  await shop.database.run`update variants set stock = stock - 1 where perfume_id = ${editor.rain}`;
  const answer = await save(editor.rain, { volume_stock: ['60', '19'] }, before);
  expect(answer.status).toBe(422);
  expect(wordsOf(answer.text)).toContain('그사이 재고가 움직였어요');
});

test('a volume that is no longer sold isn’t asked for, and stays as it is', async () => {
  await editor.edit(owner, editor.rain, { volume_state: ['archived', 'selling'] });
  const form = await open(editor.rain);
  expect(form).toMatchObject({ volume_price: ['98000'] });
  expect((await save(editor.rain, { volume_price: '97000' }, form)).status).toBe(303);
  expect(await editor.volumes(editor.rain)).toMatchObject([{ price: 28_000, stock: 50 }, { price: 97_000 }]);
});

test('volumes of others, and fields that the form hasn’t, are refused', async () => {
  const form = await open(editor.rain);
  const other = (await editor.volumes((await editor.product('white-porcelain')).id))[0]!;
  for (const typed of [
    { volume_id: [form['volume_id']![0]!, String(other.id)] },
    { volume_price: '1000' },
    { name_ko: '다른 이름' },
  ]) {
    expect((await save(editor.rain, typed, form)).status).toBe(400);
  }
  await owner.get('/admin/products/999999/prices').expect(404);
  await (await deskVisitor(shop, 'reader')).get(pathOf(editor.rain)).expect(403);
  expect(await editor.entries()).toEqual([]);
});
