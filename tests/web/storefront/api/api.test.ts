import { withStockedShop } from '../../../setup/catalogue';
import { withVisitor } from '../../../setup/shop';
import { APP_ORIGIN, ORIGIN, buyerWith } from '../../../setup/visitor';

const SKU = 'TST-AFTER-RAIN-010';
const FEW = 'TST-WHITE-PORCELAIN-100';
const SOLD_OUT = 'TST-YUZU-LANTERN-050';

const { shop, ids } = withStockedShop();
const visitor = withVisitor(shop);

test('session tells a guest’s count and sum, and no name', async () => {
  const nobody = await visitor.json('get', '/api/v1/session').expect(200);
  expect(nobody.body).toEqual({ cart: { count: 0, subtotal: 0 }, account: null, secure: true, local: true });
  await visitor.putIntoCart(ids[SKU], 3);
  const guest = await visitor.json('get', '/api/v1/session').expect(200);
  expect(guest.body).toEqual({ cart: { count: 3, subtotal: 84_000 }, account: null, secure: true, local: true });
  await visitor.register({ email: 'api@example.com' });
  const member = await visitor.json('get', '/api/v1/session').expect(200);
  expect(member.body).toEqual({
    cart: { count: 3, subtotal: 84_000 },
    account: { name: '한서진' },
    secure: true,
    local: true,
  });
});

test('what is put in answers 201 with the cart’s sums and the line', async () => {
  const body = { variantId: ids[SKU], quantity: 2 };
  const answer = await visitor.json('post', '/api/v1/cart/items', body).expect(201);
  expect(answer.headers['cache-control']).toBe('private, no-store');
  expect(answer.body).toEqual({
    cart: { count: 2, subtotal: 56_000 },
    item: {
      variantId: ids[SKU],
      sku: SKU,
      name: '비 온 뒤',
      house: '시험당',
      volumeMl: 10,
      path: '/perfumes/after-rain',
      picture: expect.stringMatching(/^\/pictures\/after-rain\.[0-9a-f]+\.svg$/),
      unitPrice: 28_000,
      quantity: 2,
      amount: 56_000,
      problem: null,
    },
  });
});

test('the whole cart with delivery, in the language asked for', async () => {
  const empty = await visitor.json('get', '/api/v1/cart').expect(200);
  expect(empty.body).toEqual({
    cart: { count: 0, subtotal: 0, deliveryFee: 0, total: 0, currency: 'KRW', items: [] },
  });
  await visitor.putIntoCart(ids[SKU]);
  const { body } = await visitor.get('/api/v1/cart', { 'Accept-Language': 'en' }).expect(200);
  expect(body.cart).toMatchObject({ count: 1, subtotal: 28_000, deliveryFee: 3_000, total: 31_000 });
  expect(body.cart.items[0]).toMatchObject({ name: 'After Rain', path: '/en/perfumes/after-rain' });
});

test('a line is changed and taken out', async () => {
  const visitor = await buyerWith(shop, ids[SKU], 2);
  const changed = await visitor.json('patch', `/api/v1/cart/items/${ids[SKU]}`, { quantity: 20 }).expect(200);
  expect(changed.body).toMatchObject({ cart: { count: 20, subtotal: 560_000 }, item: { quantity: 20 } });
  const removed = await visitor.json('delete', `/api/v1/cart/items/${ids[SKU]}`).expect(200);
  expect(removed.body).toEqual({ cart: { count: 0, subtotal: 0 } });
  await visitor.json('delete', `/api/v1/cart/items/${ids[SKU]}`).expect(200);
  const gone = await visitor.json('patch', `/api/v1/cart/items/${ids[SKU]}`, { quantity: 1 }).expect(404);
  expect(gone.body.error.code).toBe('no-line');
});

test('more than is left goes in and says so', async () => {
  const answer = await visitor.json('post', '/api/v1/cart/items', { variantId: ids[FEW], quantity: 5 }).expect(201);
  expect(answer.body.item.problem).toEqual({
    code: 'short',
    available: 3,
    message: '지금 3병 남았어요. 수량을 줄여 주세요.',
  });
});

test('errors have a code, a field where one is at fault, and a sentence in the caller’s language', async () => {
  const soldOut = await visitor
    .json('post', '/api/v1/cart/items', { variantId: ids[SOLD_OUT], quantity: 1 })
    .expect(409);
  expect(soldOut.body.error).toEqual({
    code: 'sold-out',
    message: '다 팔린 향이라 담지 못했어요.',
    requestId: expect.any(String),
  });
  const english = await visitor
    .json('post', '/api/v1/cart/items', { variantId: 999_999, quantity: 1 })
    .set('Accept-Language', 'en-GB,en;q=0.9,ko;q=0.5');
  expect([english.status, english.body.error.code]).toEqual([404, 'unknown-variant']);
  expect(english.body.error.message).toContain('We do not have that perfume');
  const general = await visitor.get('/api/v1/nowhere', { 'Accept-Language': 'en' }).expect(404);
  expect(general.body.error).toMatchObject({ code: 'not-found', message: 'There is no such page' });
});

const WRONG = ['1', '1e3', ' 5', '０１', '', -1, 0, 1.5, 11, 1e9, null, true, [1], [], {}, { a: 1 }];

test.each(WRONG.map((quantity) => [quantity]))('%j is no quantity for a script', async (quantity) => {
  const added = await visitor.json('post', '/api/v1/cart/items', { variantId: ids[SKU], quantity }).expect(400);
  expect(added.body.error).toMatchObject({ code: 'wrong-value', field: 'quantity' });
  await visitor.putIntoCart(ids[SKU]);
  if (quantity !== 11) {
    const path = `/api/v1/cart/items/${ids[SKU]}`;
    const changed = await visitor.json('patch', path, { quantity }).expect(400);
    expect(changed.body.error).toMatchObject({ code: 'wrong-value', field: 'quantity' });
  }
  expect(await visitor.items()).toEqual([[SKU, 1]]);
});

test.each([
  '{"variantId":ID,"quantity":NaN}',
  '{"variantId":ID,"quantity":Infinity}',
  '{"variantId":ID,"quantity":',
  'null',
  '"text"',
  '',
])('%s is no body', async (body) => {
  const call = visitor.json('post', '/api/v1/cart/items');
  const answer = await call.type('json').send(body.replace('ID', String(ids[SKU])));
  expect(answer.status).toBe(400);
  expect(visitor.sessionId()).toBeNull();
});

test.each([
  'price',
  'unitPrice',
  'currency',
  'cartId',
  'accountId',
  'role',
  'is_verified',
  'used_count',
  'constructor',
  '__proto__',
])('a field %s is refused by name', async (field) => {
  const body = `{"variantId":${ids[SKU]},"quantity":1,"${field}":1}`;
  const answer = await visitor.json('post', '/api/v1/cart/items').type('json').send(body).expect(400);
  expect(answer.body.error).toMatchObject({ code: 'unknown-field', field });
  await visitor.putIntoCart(ids[SKU]);
  const change = `{"quantity":2,"${field}":1}`;
  const patched = await visitor.json('patch', `/api/v1/cart/items/${ids[SKU]}`).type('json').send(change).expect(400);
  expect(patched.body.error).toMatchObject({ code: 'unknown-field', field });
  expect(await visitor.items()).toEqual([[SKU, 1]]);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp'])(
  'JSON that calls itself %s, as a form could send it, is refused',
  async (type) => {
    const body = JSON.stringify({ variantId: ids[SKU], quantity: 1 });
    const answer = await visitor.json('post', '/api/v1/cart/items').set('Content-Type', type).send(body).expect(415);
    expect(answer.body.error.code).toBe('wrong-type');
    expect(await visitor.items()).toEqual([]);
  },
);

test('a call from another site is refused, with any method and type', async () => {
  const visitor = await buyerWith(shop, ids[SKU]);
  const foreign = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
  const path = `/api/v1/cart/items/${ids[SKU]}`;
  const answers = [
    await visitor.json('post', '/api/v1/cart/items', { variantId: ids[SKU], quantity: 1 }).set(foreign),
    await visitor.json('patch', path, { quantity: 9 }).set(foreign),
    await visitor.json('delete', path).set(foreign),
    await visitor
      .json('post', '/api/v1/cart/items')
      .set({ ...foreign, 'Content-Type': 'text/plain' })
      .send('{}'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  expect(answers[0]?.body.error.code).toBe('cross-site');
  expect(await visitor.items()).toEqual([[SKU, 1]]);
});

test('a body beyond the limit is refused', async () => {
  const answer = await visitor.json('post', '/api/v1/cart/items', { variantId: 1, quantity: 1, x: 'x'.repeat(40_000) });
  expect([answer.status, answer.body.error.code]).toEqual([413, 'too-large']);
});

test('a script of the apex puts something in through app., and both hosts see the same cart', async () => {
  const body = { variantId: ids[SKU], quantity: 2 };
  const added = await visitor.json('post', '/api/v1/cart/items', body, { host: 'app' }).expect(201);
  expect(added.headers['access-control-allow-origin']).toBe(ORIGIN);
  expect(added.headers['access-control-allow-credentials']).toBe('true');
  expect(added.headers['vary']).toContain('Origin');
  expect(await visitor.items()).toEqual([[SKU, 2]]);
  const there = await visitor.json('get', '/api/v1/session', undefined, { host: 'app' }).expect(200);
  expect(there.body.cart.count).toBe(2);
  expect(APP_ORIGIN).not.toBe(ORIGIN);
  const refused = await visitor.json('post', '/api/v1/cart/items', { ...body, price: 1 }, { host: 'app' }).expect(400);
  expect(refused.headers['access-control-allow-origin']).toBe(ORIGIN);
});

test('products come in pages, with what can be put into the cart', async () => {
  const { body } = await visitor.get('/api/v1/products', { 'Accept-Language': 'en' }).expect(200);
  expect(body).toMatchObject({ page: 1, pages: 1 });
  const { products } = body as { products: { slug: string }[] };
  expect(products.map(({ slug }) => slug)).toEqual(['after-rain', 'white-porcelain', 'yuzu-lantern']);
  expect(products[2]).toEqual({
    slug: 'yuzu-lantern',
    name: 'Yuzu Lantern',
    house: 'Test House',
    path: '/en/perfumes/yuzu-lantern',
    picture: expect.stringMatching(/^\/pictures\//),
    variants: [
      { id: ids[SOLD_OUT], sku: SOLD_OUT, volumeMl: 50, price: 154_000, inStock: false, currency: 'KRW' },
      {
        id: expect.any(Number),
        sku: expect.any(String),
        volumeMl: 100,
        price: 240_000,
        inStock: false,
        currency: 'KRW',
      },
    ],
  });
  const beyond = await visitor.get('/api/v1/products?page=2').expect(200);
  expect(beyond.body).toEqual({ products: [], page: 2, pages: 1 });
  for (const page of ['0', '-1', '1.5', 'x', '01', '9999999', '1&page=2']) {
    await visitor.get(`/api/v1/products?page=${page}`).expect(400);
  }
});

test('a perfume that is not shown is neither listed nor sold', async () => {
  await shop.database.run`update perfumes set published_at = null where slug = 'white-porcelain'`;
  const { body } = await visitor.get('/api/v1/products').expect(200);
  expect(body.products).toHaveLength(2);
  await visitor.json('post', '/api/v1/cart/items', { variantId: ids[FEW], quantity: 1 }).expect(404);
  await shop.database.run`update perfumes set published_at = now() where slug = 'white-porcelain'`;
});
