import { deskVisitor } from '../../../setup/desk';
import { expectAll, wordsOf } from '../../../setup/html';
import { exported, sendFile, takeIn } from '../files/support';
import { withProductsAtDesk } from './editor';

const { shop, editor, owner } = withProductsAtDesk({ each: true });

const page = async (path: string): Promise<string> => await shop.visitor().words(path);

test('what is typed is on the page in its language, and in the change log by its name', async () => {
  const { id } = await editor.product('after-rain');
  const typed = { ingredients_ko: '변성알코올, 향료, 리날룰', ingredients_en: 'Alcohol Denat., Parfum, Linalool' };
  expect((await editor.edit(owner, id, typed)).status).toBe(303);
  expect(await page('/perfumes/after-rain')).toContain('전성분 변성알코올, 향료, 리날룰');
  expect(await page('/en/perfumes/after-rain')).toContain('Ingredients Alcohol Denat., Parfum, Linalool');
  expect((await editor.entries())[0]?.changes).toHaveProperty('ingredients_ko.1', typed.ingredients_ko);
  const log = await owner.words('/admin/audit');
  expectAll(log, '전성분 (한국어)', '전성분 (영어)');
});

test('a perfume without them has no empty line', async () => {
  const { id } = await editor.product('after-rain');
  await editor.edit(owner, id, { ingredients_ko: '', ingredients_en: '' });
  expect(await page('/perfumes/after-rain')).not.toContain('전성분');
});

test('a file brings them and takes them home, under its heading in either language', async () => {
  const brought = await sendFile(shop, owner, 'slug,전성분\nafter-rain,"정제수, 향료"\n');
  expect(brought.text).toMatch(/<dt>전성분<\/dt>[^]*<ins>정제수, 향료<\/ins>/);
  await takeIn(shop, owner, brought);
  expect(await page('/perfumes/after-rain')).toContain('전성분 정제수, 향료');
  const english = await deskVisitor(shop, 'owner', { locale: 'en' });
  const [korean, inEnglish] = await Promise.all([owner, english].map((who) => exported(who, 'products')));
  expect(korean?.split('\r\n')[0]).toContain('"전성분","영어 전성분"');
  expect(inEnglish?.split('\r\n')[0]).toContain('"ingredients_ko","ingredients_en"');
  expect(korean).toContain('"정제수, 향료"');
});

test('too long a list is refused beside its field, and kept', async () => {
  const { id } = await editor.product('after-rain');
  const answer = await editor.edit(owner, id, { ingredients_en: 'x'.repeat(3_001) });
  expect(answer.status).toBe(422);
  expect(wordsOf(answer.text)).toContain('3000자까지');
  expect(answer.text).toContain('x'.repeat(3_001));
});
