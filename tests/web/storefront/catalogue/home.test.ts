import { seedTestCatalogue, withStockedShop } from '../../../setup/catalogue';
import { expectAll, expectNone } from '../../../setup/html';
import { inAnotherShop } from '../../../setup/shop';
import { countStatements } from './statements';

const { shop } = withStockedShop();

test('opens with the headline, the first perfume’s aura and the others on the shelf', async () => {
  const { text } = await shop.visitor().get('/').expect(200).expect('Content-Type', /html/);
  expectAll(text, '<html lang="ko">', '향은 보이지 않는 빛입니다.');
  expect(text).toMatch(/src="\/pictures\/after-rain-aura\.[0-9a-f]{10}\.svg"/);
  expectAll(text, 'href="/perfumes/white-porcelain"', '시험하는 집이에요.', '향수 3가지 모두 보기');
});

test('speaks English below /en, with English links', async () => {
  const text = await shop.visitor().text('/en');
  expectAll(text, '<html lang="en">', 'Scent is light you cannot see.', 'href="/en/perfumes/white-porcelain"');
  expect(text).not.toMatch(/href="\/perfumes/);
});

test('names itself and its other language for search engines', async () => {
  const text = await shop.visitor().text('/en');
  expect(text).toContain('<link rel="canonical" href="https://essence-aura.localhost:8443/en">');
  expect(text).toContain('<link rel="alternate" hreflang="ko" href="https://essence-aura.localhost:8443/">');
  expect(text).toContain('<link rel="alternate" hreflang="en" href="https://essence-aura.localhost:8443/en">');
});

test('tells what delivery costs, from the settings', async () => {
  await shop.shop.services.settings.change({ 'delivery.fee': 2_500 });
  const text = await shop.visitor().text('/');
  expect(text).toContain('배송비는 ₩2,500이고, ₩50,000부터는 무료예요.');
});

test('takes at most four statements', async () => {
  const statements = await countStatements(shop, () => shop.visitor().get('/').expect(200));
  expect(statements).toBeLessThanOrEqual(4);
});

test('a perfume that is not published yet, or has no volumes, is nowhere', async () => {
  await inAnotherShop(async (other) => {
    await seedTestCatalogue(other);
    const tomorrow = new Date(other.clock.now().getTime() + 24 * 60 * 60 * 1000);
    await other.database.run`update perfumes set published_at = ${tomorrow} where slug = 'after-rain'`;
    await other.database.run`
      delete from variants where perfume_id = (select id from perfumes where slug = 'yuzu-lantern')`;
    for (const path of ['/', '/perfumes', '/perfumes/white-porcelain']) {
      const text = await other.visitor().text(path);
      expect(text).toContain('백자');
      expectNone(text, '비 온 뒤', '유자 등불');
    }
    await other.visitor().get('/perfumes/after-rain').expect(404);
    other.clock.advance(24 * 60 * 60 * 1000);
    await other.visitor().get('/perfumes/after-rain').expect(200);
  });
});
