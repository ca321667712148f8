import { deskVisitor } from '../../../setup/desk';
import { wordsOf } from '../../../setup/html';
import { buyerWith } from '../../../setup/visitor';
import { idIn, NEW_PRODUCT, withProductsAtDesk } from './editor';

const { shop, ids, editor, owner } = withProductsAtDesk({ each: true });

const to = (what: string, more: Record<string, string> = {}) =>
  owner.post(`/admin/products/${editor.rain}/visibility`, { to: what, ...more });
const actions = async (): Promise<string[]> => (await editor.entries()).map(({ action }) => action);
async function seen(): Promise<readonly [number, boolean]> {
  const page = await shop.visitor().get('/perfumes/after-rain');
  return [page.status, (await shop.visitor().get('/perfumes')).text.includes('/perfumes/after-rain')];
}

async function leads(path: string): Promise<readonly [number, string]> {
  const { status, headers } = await shop.visitor().get(path);
  return [status, String(headers['location']).replace('https://essence-aura.localhost:8443', '')];
}

test('an address that changed leads on for good, in both languages', async () => {
  expect((await editor.edit(owner, editor.rain, { slug: 'rain-again' })).status).toBe(303);
  expect(await leads('/perfumes/after-rain')).toEqual([301, '/perfumes/rain-again']);
  expect(await leads('/en/perfumes/after-rain')).toEqual([301, '/en/perfumes/rain-again']);
  await shop.visitor().get('/perfumes/rain-again').expect(200);
  expect((await editor.entries())[0]?.changes).toEqual({ slug: ['after-rain', 'rain-again'], version: [1, 2] });
  expect(wordsOf((await owner.get(`/admin/products/${editor.rain}`)).text)).toContain('예전 주소: after-rain');
});

test('one that changed twice leads to the last at once, and back is no circle', async () => {
  await editor.edit(owner, editor.rain, { slug: 'second' });
  await editor.edit(owner, editor.rain, { slug: 'third' });
  expect(await leads('/perfumes/after-rain')).toEqual([301, '/perfumes/third']);
  expect(await leads('/perfumes/second')).toEqual([301, '/perfumes/third']);
  await editor.edit(owner, editor.rain, { slug: 'after-rain' });
  await shop.visitor().get('/perfumes/after-rain').expect(200);
  expect(await leads('/perfumes/third')).toEqual([301, '/perfumes/after-rain']);
});

test('an address that was left can become another product’s', async () => {
  await editor.edit(owner, editor.rain, { slug: 'rain-again' });
  const made = await owner.post('/admin/products', { ...NEW_PRODUCT, slug: 'after-rain' }).expect(303);
  const id = idIn(made.headers['location']);
  await owner.post(`/admin/products/${id}/visibility`, { to: 'publish' }).expect(303);
  expect(await shop.visitor().text('/perfumes/after-rain')).toContain('첫눈');
});

test('the old address of what is hidden leads nowhere', async () => {
  await editor.edit(owner, editor.rain, { slug: 'rain-again' });
  await to('hide').expect(303);
  await shop.visitor().get('/perfumes/after-rain').expect(404);
});

test('hidden it is nowhere, published it is back', async () => {
  await to('hide').expect(303);
  expect(await seen()).toEqual([404, false]);
  await to('publish').expect(303);
  expect(await seen()).toEqual([200, true]);
  expect(await actions()).toEqual(['product.hide', 'product.publish']);
  await to('publish').expect(303);
  expect(await actions()).toHaveLength(2);
});

test('scheduled it is shown from that minute on, in Korean time', async () => {
  await to('hide').expect(303);
  await to('schedule', { publish_at: '2026-11-23T12:30' }).expect(303);
  expect(await seen()).toEqual([404, false]);
  expect(wordsOf((await owner.get(`/admin/products/${editor.rain}`)).text)).toContain('보이도록 예약했어요');
  shop.clock.advance(31 * 60_000);
  shop.shop.services.memories.forgetAll();
  expect(await seen()).toEqual([200, true]);
  expect(await actions()).toEqual(['product.hide', 'product.schedule']);
});

test.each(['', 'tomorrow', '2026-11-23T11:59', '2026-02-31T10:00', '2029-01-01T10:00', '9999-01-01T10:00'])(
  '%j is no time to be shown at',
  async (at) => {
    const answer = await to('schedule', { publish_at: at }).expect(422);
    expect(wordsOf(answer.text)).toContain('지금부터 2년 안의 날짜와 시각');
    expect(answer.text).toContain(`value="${at}"`);
    expect(await seen()).toEqual([200, true]);
    expect(await actions()).toEqual([]);
  },
);

test('archived it leaves shop and carts, can’t be published, and comes back hidden', async () => {
  const visitor = await buyerWith(shop, ids['TST-AFTER-RAIN-050']);
  await to('archive').expect(303);
  expect(await seen()).toEqual([404, false]);
  const cart = (await visitor.json('get', '/api/v1/cart').expect(200)).body.cart;
  expect(cart.items[0].problem.code).toBe('gone');
  await to('publish').expect(303);
  expect(wordsOf((await owner.get(`/admin/products/${editor.rain}`)).text)).toContain('보관된 상품이에요');
  expect((await editor.product('after-rain')).published_at).toBeNull();
  await to('unarchive').expect(303);
  expect(await editor.product('after-rain')).toMatchObject({ published_at: null, archived_at: null });
  expect(await seen()).toEqual([404, false]);
  expect(await actions()).toEqual(['product.archive', 'product.unarchive']);
});

test('the list of products leaves out what is archived, and finds it when asked', async () => {
  await to('archive').expect(303);
  expect((await owner.get('/admin/products')).text).not.toContain(`/admin/products/${editor.rain}"`);
  expect((await owner.get('/admin/products?state=archived')).text).toContain(`/admin/products/${editor.rain}"`);
});

test('without a volume that is sold there is nothing to publish', async () => {
  const made = await owner
    .post('/admin/products', { ...NEW_PRODUCT, volume_ml: '', volume_price: '', volume_stock: '' })
    .expect(303);
  const id = idIn(made.headers['location']);
  await owner.post(`/admin/products/${id}/visibility`, { to: 'publish' }).expect(303);
  expect(wordsOf((await owner.get(`/admin/products/${id}`)).text)).toContain('파는 용량이 하나도 없어요');
  expect((await editor.product('first-snow')).published_at).toBeNull();
});

test('a volume that is archived leaves the product’s page and carts; the others stay', async () => {
  const visitor = await buyerWith(shop, ids['TST-AFTER-RAIN-050']);
  await editor.edit(owner, editor.rain, { volume_state: ['selling', 'archived'] });
  const page = await shop.visitor().text('/perfumes/after-rain');
  expect(page).not.toContain('₩98,000');
  expect(page).toContain('₩28,000');
  const cart = (await visitor.json('get', '/api/v1/cart').expect(200)).body.cart;
  expect(cart.items[0].problem.code).toBe('gone');
  await editor.edit(owner, editor.rain, { volume_state: ['selling', 'selling'] });
  const again = (await visitor.json('get', '/api/v1/cart').expect(200)).body.cart;
  expect(again.items[0].problem).toBeNull();
});

test('with its last volume archived it is nowhere, and the desk says why', async () => {
  await editor.edit(owner, editor.rain, { volume_state: ['archived', 'archived'] });
  expect(await seen()).toEqual([404, false]);
  for (const path of ['/sitemap.xml', '/', '/perfumes', '/api/v1/products']) {
    expect(await shop.visitor().text(path)).not.toContain('after-rain');
  }
  for (const path of ['/admin/products', `/admin/products/${editor.rain}`]) {
    expect(await owner.words(path)).toContain('파는 용량이 없어 보이지 않음');
  }
  await editor.edit(owner, editor.rain, { volume_state: ['selling', 'archived'] });
  expect(await seen()).toEqual([200, true]);
});

test('a draft is previewed in both languages, by those who may see the desk and by nobody else', async () => {
  await to('hide').expect(303);
  const path = `/admin/products/${editor.rain}/preview`;
  const korean = await owner.get(path).expect(200);
  expect(korean.text).toContain('비 온 뒤');
  expect(wordsOf(korean.text)).toContain('미리 보기예요. 지금은 숨김 상태');
  expect(await owner.text(`${path}?lang=en`)).toContain('A yard when the rain has stopped.');
  await (await deskVisitor(shop, 'reader')).get(path).expect(200);
  await shop.visitor().get(path, { 'X-Forwarded-Host': 'app.essence-aura.localhost:8443' }).expect(303);
  expect(korean.headers['cache-control']).toContain('no-store');
});

test('one that has no volume yet can be previewed', async () => {
  const none = { volume_ml: '', volume_price: '', volume_stock: '' };
  const made = await owner.post('/admin/products', { ...NEW_PRODUCT, ...none }).expect(303);
  await owner.get(`/admin/products/${idIn(made.headers['location'])}/preview`).expect(200);
});

test('the picture is drawn while it is typed, whatever is typed', async () => {
  const drawn = await owner.get('/admin/aura.svg?slug=x&house=test-house&citrus=90&ml=50&name=유자').expect(200);
  expect(drawn.headers['content-type']).toContain('image/svg+xml');
  await owner.get('/admin/aura.svg?house=nobody&citrus=999&ml=0&name=%3Cscript%3E').expect(200);
  const script = await owner
    .get('/admin/aura.svg?house=test-house&citrus=9&name=%3Cscript%3Ealert(1)%3C/script%3E')
    .expect(200);
  expect(String(script.body)).not.toContain('<script');
  await owner.get('/admin/aura.svg').expect(200);
});
