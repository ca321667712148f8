import { expectAll, wordsOf } from '../../../setup/html';
import { runJobs } from '../../storefront/accounts/support';
import { NEW_PRODUCT, withProductsAtDesk } from './editor';

const { shop, editor, owner } = withProductsAtDesk({ each: true });

const HOUSE = {
  name_ko: '달빛당',
  name_en: 'Moonlight',
  story_ko: '달빛이 드는 집이에요.',
  story_en: 'A house with moonlight.',
  slug: '',
  bottle: 'arch',
  cap: 'wood',
};
const houses = '/admin/products/houses';
const notes = '/admin/products/notes';

test('a house is made, is there to be chosen, and a product can be of it', async () => {
  await owner.post(houses, HOUSE).expect(303);
  const [entry] = await editor.entries('house');
  expect(entry).toMatchObject({ action: 'house.create', subject_name: '달빛당' });
  expect(entry?.changes).toMatchObject({ slug: [null, 'moonlight'], bottle: [null, 'arch'], cap: [null, 'wood'] });
  const list = await owner.text(houses);
  expectAll(list, '달빛당', '<a href="/admin/products?house=moonlight">0</a>');
  expect((await owner.get('/admin/products/new')).text).toContain('<option value="moonlight"');
  await owner.post('/admin/products', { ...NEW_PRODUCT, house: 'moonlight' }).expect(303);
});

test('a house that is changed is written down, keeps its address, and its pictures are drawn anew', async () => {
  const before = await editor.product('after-rain');
  const form = { ...HOUSE, position: '3' };
  await owner.post(`${houses}/test-house`, form).expect(303);
  const [entry] = await editor.entries('house');
  expect(entry).toMatchObject({ action: 'house.update' });
  expect(entry?.changes).toMatchObject({ name_en: ['Test House', 'Moonlight'], bottle: ['cylinder', 'arch'] });
  expect(entry?.changes).not.toHaveProperty('slug');
  // The answer waits for no picture; the list says how far jobs are.
  expect((await editor.product('after-rain')).picture).toBe(before.picture);
  const waiting = await owner.get(houses).expect(200);
  expect(waiting.text).toContain('그림 3개 가운데 0개를 새로 그렸어요.');
  expect(waiting.headers['refresh']).toBe('5');
  expect((await owner.get(`${houses}/test-house`)).text).toContain('그림 3개 가운데 0개를');
  await runJobs(shop);
  const done = await owner.get(houses).expect(200);
  expect(done.text).not.toContain('새로 그렸어요.');
  expect(done.headers).not.toHaveProperty('refresh');
  const after = await editor.product('after-rain');
  expect(after).toMatchObject({ version: before.version });
  expect(after.picture).not.toBe(before.picture);
  await shop.visitor().get(`/pictures/${after.picture}`).expect(200);
  expect((await shop.visitor().get('/perfumes/after-rain')).text).toContain('달빛당');
  await owner.post(`${houses}/test-house`, form).expect(303);
  expect(await editor.entries('house')).toHaveLength(1);
});

test.each([
  [{ name_ko: '' }, '비어 있어요'],
  [{ name_en: 'x'.repeat(81) }, '80자까지'],
  [{ story_ko: '가'.repeat(5001) }, '5000자까지'],
  [{ bottle: 'boot' }, '목록에서 골라'],
  [{ slug: 'Not A Slug!' }, '영어 소문자와 숫자'],
  [{ name_en: '달빛' }, '영문자가 없어'],
  [{ slug: 'test-house' }, '쓰는 주소'],
])('a house with %j is said to be wrong, and what was typed is kept', async (wrong, words) => {
  const answer = await owner.post(houses, { ...HOUSE, ...wrong }).expect(422);
  expect(wordsOf(answer.text)).toContain(words);
  if (!('name_ko' in wrong)) expect(answer.text).toContain('value="달빛당"');
  expect(await editor.entries('house')).toEqual([]);
});

test('no house is named like the page on which one is made', async () => {
  await owner.post(houses, { ...HOUSE, slug: 'new' }).expect(422);
  await owner.post(houses, { ...HOUSE, name_en: 'New' }).expect(422);
});

test('an address or a place of unbounded length is refused, and is no accident', async () => {
  await owner.post(houses, { ...HOUSE, slug: 'x'.repeat(300) }).expect(422);
  await owner.post(`${houses}/test-house`, { ...HOUSE, position: '99999999999' }).expect(422);
});

test('fields that the form hasn’t got are refused; unknown houses are not found', async () => {
  await owner.post(houses, { ...HOUSE, id: '1' }).expect(400);
  await owner.post(`${houses}/test-house`, { ...HOUSE, sku_prefix: 'X' }).expect(400);
  await owner.get(`${houses}/nobody`).expect(404);
  await owner.post(`${houses}/nobody`, HOUSE).expect(404);
  expect(await editor.entries('house')).toEqual([]);
});

test('a note is made and changed, and the shop says its new name', async () => {
  await owner.post(notes, { name_ko: '달빛', name_en: 'Moonlight', note_group: 'mineral' }).expect(303);
  await owner.post('/admin/products', { ...NEW_PRODUCT, notes_top: '달빛, 비' }).expect(303);
  await owner.post(`${notes}/rain`, { name_ko: '소나기', name_en: 'Shower', note_group: 'water' }).expect(303);
  expect((await shop.visitor().get('/perfumes/after-rain')).text).toContain('소나기');
  expect((await editor.entries('note')).map(({ action, changes }) => ({ action, changes }))).toEqual([
    {
      action: 'note.create',
      changes: {
        slug: [null, 'moonlight'],
        name_ko: [null, '달빛'],
        name_en: [null, 'Moonlight'],
        note_group: [null, 'mineral'],
      },
    },
    { action: 'note.update', changes: { name_ko: ['비', '소나기'], name_en: ['Rain', 'Shower'] } },
  ]);
});

test.each([
  [{ name_ko: '', name_en: 'A', note_group: 'wood' }, '비어 있어요'],
  [{ name_ko: '가, 나', name_en: 'A', note_group: 'wood' }, '쉼표는 쓸 수 없어요'],
  [{ name_ko: '가', name_en: 'A', note_group: 'air' }, '목록에서 골라'],
  [{ name_ko: '가', name_en: '가', note_group: 'wood' }, '영어 이름에 영문자가 없어'],
  [{ name_ko: '다른 비', name_en: 'Rain', note_group: 'water' }, '같은 영어 이름의 노트가 있어요'],
])('a note as %j is said to be wrong', async (form, words) => {
  const answer = await owner.post(notes, form).expect(422);
  expect(wordsOf(answer.text)).toContain(words);
  if (form.name_ko) expect(answer.text).toContain(`value="${form.name_ko}"`);
  expect(await editor.entries('note')).toEqual([]);
});

test('unknown notes are not found, and other fields refused', async () => {
  const form = { name_ko: '가', name_en: 'A', note_group: 'wood' };
  await owner.get(`${notes}/nothing`).expect(404);
  await owner.post(`${notes}/nothing`, form).expect(404);
  await owner.post(notes, { ...form, slug: 'a' }).expect(400);
  await owner.post(`${notes}/rain`, { ...form, id: '2' }).expect(400);
  expect(await editor.entries('note')).toEqual([]);
});
