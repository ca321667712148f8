/** What Postgres can't hold reaches no statement, whichever door it comes to. */
import { withStockedDesk } from '../setup/desk';

const { shop, owner } = withStockedDesk();

const NUL = '%00';
const UPLOAD = /\/photos$|\/import$|\/files$|\/statements$/;

/** Each route with the odd bytes in the place of its parameters. */
const filled = (path: string, value: string): string => path.replace(/:\w+/g, value);

describe('in a path', () => {
  test('there is no such page at the desk, whichever of its routes is asked', async () => {
    const routes = shop.shop.desk.routes.filter(({ path }) => path.includes(':'));
    expect(routes.length).toBeGreaterThan(20);
    for (const { method, path } of routes) {
      const { status } = await (method === 'get' ? owner.get(filled(path, NUL)) : owner.post(filled(path, `a${NUL}b`)));
      expect({ method, path, status }).toEqual({ method, path, status: 404 });
    }
  });

  test.each(['/perfumes/%00', '/orders/EA-%00', '/en/orders/%00', '/pay/test/%00', '/api/v1/cart/items/%00'])(
    'there is no page %s',
    async (path) => {
      await shop.visitor().get(path).expect(404);
    },
  );

  test.each(['%80', '%ED%A0%80', '%C0%80', '%'])(
    '%s, which is no UTF-8, is refused and breaks nothing',
    async (bytes) => {
      expect((await owner.get(`/admin/products/houses/${bytes}`)).status).toBe(400);
      expect((await owner.get(`/admin/orders/${bytes}`)).status).toBe(400);
      expect([400, 404]).toContain((await shop.visitor().get(`/perfumes/${bytes}`)).status);
      expect((await shop.visitor().get(`/orders/${bytes}`)).status).toBe(400);
    },
  );
});

test.each(['%00', 'a%00b', '%80', '%ED%A0%80', '%'])(
  '%s in a query is nothing that is found, and no fault',
  async (bytes) => {
    for (const path of ['/admin/orders', '/admin/products', '/admin/customers', '/admin/audit', '/admin/stock']) {
      await owner.get(`${path}?q=${bytes}&who=${bytes}&house=${bytes}&after=1.${bytes}&${bytes}=1`).expect(200);
    }
    await shop.visitor().get(`/perfumes?q=${bytes}&house=${bytes}`).expect(200);
    await shop.visitor().get(`/account/reset?token=${bytes}`).expect(410);
    await shop.visitor().get(`/checkout/return?payment=${bytes}`).expect(404);
  },
);

describe('in a body', () => {
  test('each form of the desk is refused', async () => {
    const routes = shop.shop.desk.routes.filter(({ method, path }) => method === 'post' && !UPLOAD.test(path));
    for (const { path } of routes) {
      for (const form of [{ odd: 'a\0b' }, { 'a\0b': 'odd' }]) {
        const { status } = await owner.post(filled(path, 'x'), form);
        expect({ path, status }).toEqual({ path, status: 400 });
      }
    }
  });

  test('so is a form with a file, and the name of the file', async () => {
    const uploads = shop.shop.desk.routes.filter(({ method, path }) => method === 'post' && UPLOAD.test(path));
    expect(uploads.length).toBeGreaterThan(0);
    for (const { path } of uploads) {
      const file = { name: 'a.csv', type: 'text/csv', content: Buffer.from('sku\n') };
      expect((await owner.upload(filled(path, 'x'), file, { odd: 'a\0b' })).status).toBe(400);
    }
  });

  test.each(['/account/register', '/account/login', '/account/forgot', '/cart/items', '/en/account/login'])(
    'so is the form of %s',
    async (path) => {
      await shop.visitor().post(path, { odd: 'a\0b' }).expect(400);
    },
  );

  test.each([
    ['NUL', '{"variantId":1,"odd":"a\\u0000b"}'],
    ['half of a surrogate pair', '{"odd":{"deep":["\\ud800"]}}'],
    ['NUL in a name', '{"\\u0000":1}'],
  ])('so is JSON with %s', async (_what, json) => {
    const body = JSON.parse(json) as object;
    const answer = await shop.visitor().json('post', '/api/v1/cart/items', body).expect(400);
    expect(answer.body.error.code).toBe('bad-request');
  });

  test('whole characters beyond the first plane are no odd bytes', async () => {
    const answer = await shop.visitor().json('post', '/api/v1/cart/items', { odd: '👩🏽‍🚀' });
    expect(answer.body.error.code).toBe('unknown-field');
  });
});
