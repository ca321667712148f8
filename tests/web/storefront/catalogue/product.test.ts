import { relatePerfumes } from '../../../../server/store/catalogue/alike/service';
import { seedTestCatalogue, withStockedShop } from '../../../setup/catalogue';
import { expectAll, expectNone } from '../../../setup/html';
import { inAnotherShop } from '../../../setup/shop';
import { countStatements } from './statements';

const { shop, ids: variants } = withStockedShop();

const inputOf = (html: string, id: number | undefined): string =>
  new RegExp(`<input type="radio" name="variant_id" value="${id}"[^>]*>`).exec(html)?.[0] ?? '';

test('tells everything about the perfume', async () => {
  const text = await shop.visitor().text('/perfumes/white-porcelain');
  for (const words of ['백자', 'White Porcelain', '시험당', '한서진', '2021', '78%', '파우더리', '오 드 퍼퓸']) {
    expect(text).toContain(words);
  }
  expect(text).toContain('비가 그친 뒤의 마당이에요.');
  expect(text).toMatch(/첫 향<\/dt><dd><a href="\/perfumes\?note=rain">비<\/a>/);
  expect(text).toMatch(
    /끝 향<\/dt><dd><a href="\/perfumes\?note=musk">머스크<\/a>, <a href="\/perfumes\?note=pine">소나무<\/a>/,
  );
  expect(text).toMatch(/class="accords__bar accord-powdery"[^]*?<rect width="85"[^]*?accords__weight number">85</);
});

test('adds to the cart by a plain form, in the page’s language', async () => {
  const text = await shop.visitor().text('/en/perfumes/after-rain');
  expect(text).toMatch(/<form[^>]* method="post" action="\/en\/cart\/items"/);
  expect(text).toMatch(/<select id="quantity" name="quantity">/);
  expect(text.match(/<option value="\d+"/g)).toHaveLength(10);
  expectAll(text, '₩98,000', '₩1,960 per ml');
});

test('has the smallest volume chosen, or the one in the address', async () => {
  const plain = await shop.visitor().text('/perfumes/after-rain');
  expect(inputOf(plain, variants['TST-AFTER-RAIN-010'])).toContain(' checked');
  const named = await shop.visitor().text('/perfumes/after-rain?ml=50');
  expect(inputOf(named, variants['TST-AFTER-RAIN-010'])).not.toContain(' checked');
  expect(inputOf(named, variants['TST-AFTER-RAIN-050'])).toContain(' checked');
});

test.each(['?ml=abc', '?ml=', '?ml=-50', '?ml=10&ml=50', '?ml[]=50', '?ml=%00', '?ml=999999999999'])(
  '%s is answered with the smallest volume',
  async (query) => {
    const text = await shop.visitor().text(`/perfumes/after-rain${query}`);
    expect(inputOf(text, variants['TST-AFTER-RAIN-010'])).toContain(' checked');
  },
);

test('what is sold out is shown as such and can’t be chosen', async () => {
  const text = await shop.visitor().text('/perfumes/yuzu-lantern?ml=50');
  for (const sku of ['TST-YUZU-LANTERN-050', 'TST-YUZU-LANTERN-100']) {
    expect(inputOf(text, variants[sku])).toContain(' disabled');
    expect(inputOf(text, variants[sku])).not.toContain(' checked');
  }
  expect(text).toContain('지금은 모든 용량이 품절이에요.');
  expect(text).not.toContain('담기</button>');
});

test('shows what smells alike, and says why', async () => {
  const text = await shop.visitor().text('/perfumes/white-porcelain');
  // Its neighbours in the test catalogue share notes but no accord: nothing is claimed.
  expect(text).not.toContain('닮은 향');
  await inAnotherShop(async (other) => {
    await seedTestCatalogue(other);
    await other.database.run`
      update perfumes set accords = '{"iris": 70, "musk": 50, "citrus": 90}' where slug = 'yuzu-lantern'`;
    await relatePerfumes(other.context.pool);
    const related = await other.visitor().get('/en/perfumes/white-porcelain').expect(200);
    expectAll(related.text, 'Shares iris and musk', 'class="card__link" href="/en/perfumes/yuzu-lantern"');
    expect(related.text).not.toContain('class="card__link" href="/en/perfumes/after-rain"');
  });
});

test('carries structured data that is valid JSON', async () => {
  const text = await shop.visitor().text('/perfumes/after-rain');
  const block = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(text)?.[1] ?? '';
  expect(JSON.parse(block)).toMatchObject({ '@type': 'Product', name: '비 온 뒤', brand: { name: '시험당' } });
});

test('has one address, whatever volume is chosen', async () => {
  const text = await shop.visitor().text('/perfumes/after-rain?ml=50');
  expect(text).toContain('<link rel="canonical" href="https://essence-aura.localhost:8443/perfumes/after-rain">');
});

test.each(['nothing', 'After-Rain', 'after_rain', '%00', '%F0%28', "'--", 'a'.repeat(3_000), 'after-rain/', '..%2f..'])(
  '/perfumes/%.30s is not found',
  async (slug) => {
    const { status } = await shop.visitor().get(`/perfumes/${slug}`);
    // What is no UTF-8 at all is refused before it can be looked for.
    expect(status).toBe(slug === '%F0%28' ? 400 : 404);
  },
);

test('what is stored is shown as text', async () => {
  await inAnotherShop(async (other) => {
    await seedTestCatalogue(other);
    const evil = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'`;
    await other.database.run`
      update perfumes set name_ko = ${evil}, story_ko = ${evil}, perfumer_ko = ${evil}, family = 'x',
      concentration = '<b>'`;
    await other.database.run`update houses set name_ko = ${evil}, story_ko = ${evil}`;
    await other.database.run`update notes set name_ko = ${evil}`;
    for (const path of ['/', '/perfumes', '/perfumes/after-rain']) {
      const text = await other.visitor().text(path);
      expectNone(text, '<script>alert', '<img src=x', '<b>');
    }
  });
});

test('takes at most four statements', async () => {
  const statements = await countStatements(shop, () => shop.visitor().get('/perfumes/after-rain').expect(200));
  expect(statements).toBeLessThanOrEqual(4);
});
