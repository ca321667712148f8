import type { Router } from 'express';
import fc from 'fast-check';
import { publicAddress, PUBLIC_ROUTES } from '../../../server/http/public-pages';
import { createAccountRoutes } from '../../../server/storefront/accounts/routes';
import { createCartRoutes } from '../../../server/storefront/cart/routes';
import { createCatalogueRoutes } from '../../../server/storefront/catalogue/routes';
import { createCheckoutRoutes } from '../../../server/storefront/checkout/routes';
import { createOrderRoutes } from '../../../server/storefront/orders/routes';
import { createPagesRoutes } from '../../../server/storefront/pages/routes';
import { PRIVATE_PATHS, robotsText } from '../../../server/storefront/pages/search-engines';
import { createPaymentRoutes } from '../../../server/storefront/payments/routes';
import { storefrontServices } from '../../../server/storefront/services';
import { sharedPage } from '../../../server/web/caching';
import { filesUnder, read } from '../../conventions/source-files';
import { withStockedShop } from '../../setup/catalogue';
import { ask, withServed, type Answer } from '../change-feed/follower';
import { publicAddresses } from './addresses';

const { shop } = withStockedShop();
const served = withServed(shop);
beforeAll(() => void shop.shop.app.enable('view cache'));

interface Route {
  readonly path: string;
  readonly shared: boolean;
}

function routesOf(router: Router): Route[] {
  return router.stack.flatMap(({ route, handle }) => {
    if (route) return [{ path: route.path, shared: route.stack.some((layer) => layer.handle === sharedPage) }];
    return 'stack' in handle ? routesOf(handle as unknown as Router) : [];
  });
}

function allRoutes(): Route[] {
  const services = storefrontServices(shop.shop.services, shop.context);
  const routers = [
    createCatalogueRoutes(services),
    createPagesRoutes(services),
    createCartRoutes(services),
    createCheckoutRoutes(services),
    createPaymentRoutes(services),
    createOrderRoutes(services),
    createAccountRoutes(services),
  ];
  return routers.flatMap(routesOf);
}

test('robots.txt names the first step of every private route, and no other', () => {
  const steps = allRoutes()
    .filter(({ shared }) => !shared)
    .map(({ path }) => `/${path.split('/')[1]}`);
  expect([...new Set(steps)].sort()).toEqual(PRIVATE_PATHS);
  const robots = robotsText('https://shop.invalid', false);
  for (const path of PRIVATE_PATHS) {
    expect(robots.split('\n')).toEqual(expect.arrayContaining([`Disallow: ${path}`, `Disallow: /en${path}`]));
  }
});

test('the routes that are marked as shared are those that the edge knows, and no others', () => {
  const routes = allRoutes();
  const shared = routes.filter((route) => route.shared).map(({ path }) => path);
  const files = ['/assets/:file', '/pictures/:file'];
  expect(shared.sort()).toEqual(PUBLIC_ROUTES.filter((route) => !files.includes(route)).sort());
  expect(routes.length).toBeGreaterThan(shared.length);
  const marking = filesUnder('server/storefront', '.ts').filter((file) => read(file).includes('sharedPage,'));
  expect(marking).toEqual(['server/storefront/catalogue/routes.ts', 'server/storefront/pages/routes.ts']);
});

test('each public address is answered, may be kept, and is its own normal form', async () => {
  const addresses = await publicAddresses(shop);
  expect(addresses.length).toBeGreaterThan(PUBLIC_ROUTES.length);
  for (const path of addresses) {
    const { status, headers } = await ask(served, { path });
    const mayBeKept = String(headers['cache-control']).startsWith('public, ');
    expect({ path, status, mayBeKept }).toEqual({ path, status: 200, mayBeKept: true });
    expect(publicAddress(path)).toBe(path);
  }
});

function sameFor({ status, headers, body }: Answer): object {
  return { status, headers: { ...headers, date: undefined }, body };
}

test('whatever stands in an address, the shop shows what it shows at its normal form, or lets nobody keep it', async () => {
  const paths = fc.constantFrom(
    '/',
    '/en',
    '/en/',
    '/perfumes',
    '/en/perfumes',
    '/perfumes/after-rain',
    '/en/perfumes/yuzu-lantern',
    '/perfumes/nowhere',
    '/terms',
    '/sitemap.xml',
    '/EN/perfumes',
    '/perfumes/',
    '/perfumes/after%2Drain',
    '/en/robots.txt',
  );
  const names = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('q', 'page', 'sort', 'ml', 'house', 'price_min', 'family', 'note') },
    {
      weight: 2,
      arbitrary: fc.constantFrom('%71', 'Q', 'q[]', 'q[0]', 'page%00', '+page', 'sort ', 'utm_source', '__proto__'),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
  );
  const values = fc.oneof(
    fc.constantFrom(
      '',
      '1',
      '2',
      '02',
      '50',
      '100',
      'price',
      '-price',
      'test-house',
      'rain',
      '유자',
      '%EC%9C%A0',
      '%ff',
      '+',
      '%00',
    ),
    fc.string({ maxLength: 8 }),
  );
  const joints = fc.constantFrom('&', '&&', ';', '&amp;', '?', '#', '%26');
  const pairs = fc.array(fc.tuple(names, values, joints), { maxLength: 5 });
  const kept = { same: 0, own: 0 };
  await fc.assert(
    fc.asyncProperty(paths, pairs, async (pathname, given) => {
      const query = given.map(([name, value, joint]) => `${name}=${value}${joint}`).join('');
      // What isn't visible ASCII reaches no page: Node's parser refuses it, in the edge as in the shop.
      const path = `${pathname}?${query.replace(/[^\x21-\x7e]/g, '')}`;
      const address = publicAddress(path);
      const original = await ask(served, { path });
      if (address === null) {
        kept.own += 1;
        expect(original.headers['cdn-cache-control']).toBeUndefined();
        expect(original.headers['cache-control']).toMatch(/\bno-store\b/);
      } else {
        kept.same += 1;
        expect(sameFor(original)).toEqual(sameFor(await ask(served, { path: address })));
      }
    }),
    { numRuns: 400 },
  );
  expect(Math.min(kept.same, kept.own)).toBeGreaterThan(20);
});

test('of a parameter that is repeated the first counts, for the shop as for the edge', async () => {
  const first = await ask(served, { path: '/perfumes?note=pine&note=rain' });
  expect(first.body).toContain('/perfumes/yuzu-lantern');
  expect(first.body).not.toContain('card__link" href="/perfumes/after-rain');
});

test('the language switch of a public page carries only what the page reads', async () => {
  const { body } = await ask(served, { path: '/perfumes?utm_source=letter&sort=price&sort=new' });
  expect(body).toContain('<a href="/en/perfumes?sort=price" lang="en"');
  expect(body).not.toContain('utm_source');
});
