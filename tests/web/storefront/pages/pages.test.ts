import { seedTestCatalogue } from '../../../setup/catalogue';
import { expectAll, expectNone } from '../../../setup/html';
import { withShop, inAnotherShop } from '../../../setup/shop';
import { BANK } from '../../../setup/visitor';

const shop = withShop();

test('delivery and returns say what the law gives the buyer, in both languages', async () => {
  const korean = await shop.visitor().text('/delivery');
  for (const words of ['7일 안에', '상자를 연 것은 괜찮아요', '3영업일 안에 환불', '₩3,000', '₩50,000']) {
    expect(korean).toContain(words);
  }
  const english = await shop.visitor().text('/en/delivery');
  for (const words of ['within seven days', 'Opening the box', 'refund within three working days', '₩3,000']) {
    expect(english).toContain(words);
  }
});

test('the texts follow the settings', async () => {
  await inAnotherShop(async (other) => {
    await other.shop.services.settings.change({ 'delivery.fee': 0 });
    await other.shop.services.settings.change({ 'seller.company': '향빛' });
    await other.shop.services.settings.change({ 'seller.owner': '김서윤' });
    expect(await other.visitor().text('/delivery')).toContain('배송비는 받지 않아요.');
    expect(await other.visitor().text('/terms')).toContain('향수를 파는 향빛');
    expect(await other.visitor().text('/privacy')).toContain('개인정보 보호책임자는 김서윤');
  });
});

test('the footer names the seller, and leaves out what is blank', async () => {
  await inAnotherShop(async (other) => {
    await other.shop.services.settings.change({ 'seller.company': '향빛 & 동무' });
    await other.shop.services.settings.change({ 'seller.businessNumber': '123-45-67890' });
    const text = await other.visitor().text('/');
    expectAll(text, '<dt>상호</dt><dd>향빛 &amp; 동무</dd>', '123-45-67890');
    expect(text).not.toContain('<dt>통신판매업 신고번호</dt>');
  });
});

const SELLER = {
  'seller.company': '에센스',
  'seller.owner': '한서진',
  'seller.address': '서울특별시 종로구 북촌로 1',
  'seller.phone': '02-123-4567',
  'seller.email': 'hello@essence-aura.com',
  'seller.businessNumber': '123-45-67890',
  'seller.mailOrderNumber': '2026-서울종로-0123',
};

test('in production every page says that it is a preview, until the seller is known, money has an account and a protection service, and there is a perfume', async () => {
  await inAnotherShop(
    async (preview) => {
      for (const path of ['/', '/perfumes', '/delivery', '/cart', '/nowhere']) {
        const { text } = await preview.visitor().get(path);
        expectAll(text, '미리 보기예요. 아직 아무것도 팔지 않아요.', '<meta name="robots" content="noindex">');
      }
      const english = await preview.visitor().get('/en').expect(200);
      expect(english.text).toContain('This is a preview. Nothing is sold yet.');
      expect(await preview.visitor().text('/robots.txt')).not.toContain('Sitemap:');
      const { settings } = preview.shop.services;
      await settings.change(SELLER);
      expect((await preview.visitor().get('/')).text).toContain('미리 보기예요.');
      await settings.change({ ...BANK, 'bank.protectionUrl': '' });
      await seedTestCatalogue(preview);
      preview.shop.services.memories.forgetAll();
      const unprotected = await preview.visitor().get('/').expect(200);
      expectAll(unprotected.text, '미리 보기예요.');
      expectNone(unprotected.text, BANK['bank.protectionName']);
      await settings.change(BANK);
      for (const path of ['/', '/en', '/terms', '/en/terms']) {
        const { text } = await preview.visitor().get(path).expect(200);
        expectAll(text, `<a href="${BANK['bank.protectionUrl']}">${BANK['bank.protectionName']}</a>`);
        expectNone(text, '미리 보기', 'preview', 'noindex');
      }
    },
    { mode: 'production', payments: ['bank'] },
  );
});

test('with test payments production stays a preview, whoever the seller is', async () => {
  await inAnotherShop(
    async (preview) => {
      await seedTestCatalogue(preview);
      await preview.shop.services.settings.change(SELLER);
      expect(await preview.visitor().text('/')).toContain('미리 보기예요.');
    },
    { mode: 'production', payments: ['test'] },
  );
});

test('robots.txt keeps crawlers off what is private, in both languages', async () => {
  const { text } = await shop
    .visitor()
    .get('/robots.txt')
    .expect(200)
    .expect('Content-Type', /text\/plain/);
  for (const path of [
    '/api/',
    '/cart',
    '/en/cart',
    '/checkout',
    '/en/checkout',
    '/orders',
    '/account',
    '/en/account',
  ]) {
    expect(text).toContain(`Disallow: ${path}\n`);
  }
  expect(text).toContain('Sitemap: https://essence-aura.localhost:8443/sitemap.xml');
});

test('robots.txt and the site map exist once, not once a language', async () => {
  await shop.visitor().get('/en/robots.txt').expect(404);
  await shop.visitor().get('/en/sitemap.xml').expect(404);
});

test('unknown pages are 404 pages that are never stored', async () => {
  const response = await shop.visitor().get('/perfume').expect(404);
  expect(response.headers['cache-control']).toBe('no-store');
  expectAll(response.text, '찾는 페이지가 없어요', 'href="/perfumes"');
  const english = await shop.visitor().get('/en/perfume').expect(404);
  expectAll(english.text, 'There is no such page', 'href="/en/perfumes"');
});

test('when something breaks the page says so with the request’s number, and is not stored', async () => {
  const broken = jest.spyOn(shop.context.pool, 'query').mockImplementation(() => {
    throw new Error('the database is away: secret details');
  });
  try {
    const headers = { 'X-Request-Id': 'request-0123456789' };
    const { text, headers: sent } = await shop.visitor().get('/en/perfumes', headers).expect(500);
    expectAll(text, 'Something broke on our side', 'request-0123456789');
    expect(text).not.toContain('secret details');
    expect(sent['cache-control']).toBe('no-store');
  } finally {
    broken.mockRestore();
  }
});

test('a request from elsewhere is refused with a page that says why', async () => {
  const response = await shop
    .visitor()
    .post('/cart/items', { variant_id: '1', quantity: '1' }, { 'Sec-Fetch-Site': 'cross-site' })
    .expect(403);
  expect(response.text).toContain('요청을 받지 않았어요');
});
