import { expectAll, expectNone } from '../../../setup/html';
import { withShop } from '../../../setup/shop';

const shop = withShop();

test('home says that the shelf is still empty, and still tells how buying works', async () => {
  const text = await shop.visitor().text('/');
  expectAll(text, '향은 보이지 않는 빛입니다.', '아직 선반이 비어 있어요.', '받은 날부터 7일');
  expectNone(text, '<img', 'id="houses"');
});

test('the listing says so too, without anything to filter', async () => {
  const korean = await shop.visitor().get('/perfumes').expect(200);
  expect(korean.text).toContain('아직 선반이 비어 있어요.');
  expect(korean.text).not.toContain('<form');
  const english = await shop.visitor().get('/en/perfumes').expect(200);
  expect(english.text).toContain('The shelf is still empty.');
});

test('a search in an empty shop finds nothing and leads back', async () => {
  const text = await shop.visitor().text('/perfumes?q=rain');
  expect(text).toContain('맞는 향수가 없어요.');
});

test('the site map has the pages that are always there', async () => {
  const text = await shop.visitor().text('/sitemap.xml');
  expect(text.match(/<loc>/g)).toHaveLength(6);
});
