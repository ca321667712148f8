import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { MAX_PHOTO_BYTES } from '../../../../server/pictures/photos';
import { expectAll, wordsOf } from '../../../setup/html';
import * as corpus from '../../../unit/desk/perfumes/photo-corpus';
import { withProductsAtDesk } from './editor';

const { shop, editor, owner } = withProductsAtDesk({ each: true });

const upload = (content: Buffer, form: Record<string, string> = {}, who = owner) =>
  who.upload(`/admin/products/${editor.rain}/photos`, { name: 'photo.jpg', type: 'image/jpeg', content }, form);
const change = (id: number, intent: string, form: Record<string, string> = {}) =>
  owner.post(`/admin/products/${editor.rain}/photos/${id}`, { intent, ...form });
const files = (): string[] => readdirSync(shop.context.picturesDirectory).sort();
const page = async (prefix = ''): Promise<string> => await shop.visitor().text(`${prefix}/perfumes/after-rain`);

const photos = () =>
  shop.database.rows<{ id: number; file: string; alt_ko: string; alt_en: string }>`
    select id, file, alt_ko, alt_en from perfume_photos where perfume_id = ${editor.rain} order by position`;

test('a good photo is on the product’s page, in both languages, and its files are served', async () => {
  await upload(await corpus.jpeg(1000, 800), { alt_ko: '젖은 돌 위의 병', alt_en: 'A bottle on wet stone' }).expect(
    303,
  );
  const [photo] = await photos();
  const korean = await page();
  expect(korean).toContain(photo!.file);
  expect(korean).toContain('젖은 돌 위의 병');
  expect(await page('/en')).toContain('A bottle on wet stone');
  for (const [format, type] of [
    ['avif', 'image/avif'],
    ['webp', 'image/webp'],
    ['jpg', 'image/jpeg'],
  ]) {
    const answer = await shop.visitor().get(`/pictures/${photo!.file}-480.${format}`).expect(200);
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  }
  expect((await editor.entries()).map(({ action, changes }) => ({ action, changes }))).toEqual([
    {
      action: 'product.photo-add',
      changes: {
        photo: [null, photo!.file],
        alt_ko: ['', '젖은 돌 위의 병'],
        alt_en: ['', 'A bottle on wet stone'],
      },
    },
  ]);
});

test('nothing of where it was taken is left, and it stands upright', async () => {
  const before = files();
  await upload(await corpus.sidewaysWithPlace()).expect(303);
  const made = files().filter((file) => !before.includes(file));
  expect(made.length).toBeGreaterThan(0);
  for (const file of made) {
    const bytes = readFileSync(path.join(shop.context.picturesDirectory, file));
    const { exif, xmp, width, height } = await sharp(bytes).metadata();
    expect([file, exif, xmp, height > width]).toEqual([file, undefined, undefined, true]);
    expect(bytes.includes('secret-owner')).toBe(false);
  }
});

test.each([
  ['SVG with the name of a JPEG', corpus.svg, '사진으로 읽을 수 없어요'],
  ['a page that is a JPEG', corpus.pageInside, '다른 내용이 들어 있어요'],
  ['a PNG with a page behind it', corpus.pageBehind, '다른 내용이 들어 있어요'],
  ['a JPEG that is an archive', corpus.archiveBehind, '다른 내용이 들어 있어요'],
  [
    'a GIF',
    () =>
      sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
        .gif()
        .toBuffer(),
    '사진으로 읽을 수 없어요',
  ],
  ['a GIF that is a script', corpus.gifWithScript, '사진으로 읽을 수 없어요'],
  ['HEIC', corpus.heic, 'HEIC'],
  ['a header of 50,000 × 50,000', corpus.bomb, '사진이 너무 커요'],
  ['a stamp of 50 × 40', () => corpus.jpeg(50, 40), '사진이 너무 작아요. 짧은 쪽이 400픽셀은 되어야 해요.'],
  ['half a JPEG', corpus.truncated, '파일이 깨져 있어요'],
  ['four bytes of a container', () => Buffer.from('\0\0\0\x0cftyp', 'latin1'), '사진으로 읽을 수 없어요'],
  ['a JPEG’s first bytes alone', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0]), '파일이 깨져 있어요'],
  ['an empty file', () => Buffer.alloc(0), '파일을 골라 주세요'],
])('%s is refused with a reason at the field; its words are kept, and no file is', async (_name, make, words) => {
  const before = files();
  const answer = await upload(await make(), { alt_ko: '적어 둔 설명', alt_en: 'Kept words' }).expect(422);
  expect(wordsOf(answer.text)).toContain(words);
  expectAll(answer.text, 'value="적어 둔 설명"', 'value="Kept words"');
  expect(files()).toEqual(before);
  expect([await photos(), await editor.entries()]).toEqual([[], []]);
});

test('a form without a file, and one that is sent as plain fields, says so', async () => {
  const answer = await owner.post(`/admin/products/${editor.rain}/photos`, { alt_ko: '가', alt_en: '' });
  expect([400, 403, 422]).toContain(answer.status);
  expect(await photos()).toEqual([]);
});

test('what is too large is refused before it is read on', async () => {
  await upload(Buffer.alloc(MAX_PHOTO_BYTES + 1, 0xff)).expect(413);
  expect(await photos()).toEqual([]);
});

test('fields that the form hasn’t got, files in other fields and unknown products are refused', async () => {
  const good = await corpus.jpeg();
  await upload(good, { position: '0' }).expect(400);
  await upload(good, { alt_ko: '가'.repeat(301) }).expect(400);
  const file = { name: 'x.jpg', type: 'image/jpeg', content: good };
  await owner.upload('/admin/products/999999/photos', file).expect(404);
  await upload(good, { form_token: 'wrong' }).expect(403);
  expect([await photos(), await editor.entries()]).toEqual([[], []]);
});

test('photos are described, put in order and taken out; each is written down, and another product’s are not touched', async () => {
  for (const width of [600, 700]) await upload(await corpus.jpeg(width)).expect(303);
  const [first, second] = await photos();
  await change(second!.id, 'save', { alt_ko: '둘째', alt_en: 'Second' }).expect(303);
  await change(second!.id, 'earlier').expect(303);
  expect(await photos()).toMatchObject([{ id: second!.id, alt_ko: '둘째', alt_en: 'Second' }, { id: first!.id }]);
  await change(second!.id, 'earlier').expect(303);
  await change(first!.id, 'remove').expect(303);
  expect(await photos()).toMatchObject([{ id: second!.id }]);
  expect(await page()).not.toContain(first!.file);
  expect((await editor.entries()).map(({ action }) => action)).toEqual([
    'product.photo-add',
    'product.photo-add',
    'product.photo-words',
    'product.photo-order',
    'product.photo-remove',
  ]);
  const other = (await editor.product('white-porcelain')).id;
  await owner.post(`/admin/products/${other}/photos/${second!.id}`, { intent: 'remove' }).expect(404);
  await change(second!.id, 'remove', { perfume_id: '1' }).expect(400);
  await change(second!.id, 'delete').expect(400);
  expect(await photos()).toHaveLength(1);
});

test('words that were typed beside a button that moves are not lost', async () => {
  for (const width of [600, 700]) await upload(await corpus.jpeg(width)).expect(303);
  const [, second] = await photos();
  await change(second!.id, 'earlier', { alt_ko: '적다가 옮겼어요', alt_en: '' }).expect(303);
  expect((await photos())[0]).toMatchObject({ id: second!.id, alt_ko: '적다가 옮겼어요' });
});

test('one that is here already is not put there again, even if the perfume has had another name since', async () => {
  const good = await corpus.jpeg();
  await upload(good).expect(303);
  await shop.database.run`update perfume_photos set file = 'earlier-name' || substr(file, strpos(file, '.'))`;
  const answer = await upload(good, { alt_ko: '다시', alt_en: '' }).expect(422);
  expect(wordsOf(answer.text)).toContain('이미 올린 사진이에요.');
  expect(await photos()).toHaveLength(1);
});

test('there are no more than twelve', async () => {
  await shop.database.run`insert into perfume_photos (perfume_id, position, file, width, height)
     select ${editor.rain}, n, 'after-rain.000000000' || to_hex(n), 400, 300 from generate_series(0, 11) as n`;
  const answer = await upload(await corpus.jpeg()).expect(422);
  expect(wordsOf(answer.text)).toContain('12장까지');
  expect(await photos()).toHaveLength(12);
});
