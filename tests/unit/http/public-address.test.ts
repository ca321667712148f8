import fc from 'fast-check';
import { publicAddress, PUBLIC_ROUTES } from '../../../server/http/public-pages';

test.each([
  ['/', '/'],
  ['/en', '/en'],
  ['/en/', '/en'],
  ['/?utm_source=x', '/'],
  ['/perfumes?page=2&q=%EB%B9%84&utm_medium=mail', '/perfumes?q=%EB%B9%84&page=2'],
  ['/perfumes?q=one&q=two', '/perfumes?q=one'],
  ['/perfumes?q=&q=two', '/perfumes'],
  ['/perfumes?%71=a+b', '/perfumes?q=a+b'],
  ['/perfumes?q=a;page=2', '/perfumes?q=a%3Bpage%3D2'],
  ['/perfumes/after-rain?ml=50&q=x', '/perfumes/after-rain?ml=50'],
  ['/en/perfumes/after-rain', '/en/perfumes/after-rain'],
  ['/robots.txt?x', '/robots.txt'],
  ['/assets/main.0a1b2c3d4e.css?v=1', '/assets/main.0a1b2c3d4e.css'],
])('%s is kept as %s', (url, expected) => {
  expect(publicAddress(url)).toBe(expected);
});

test.each([
  '/cart',
  '/en/cart',
  '/account',
  '/api/v1/products',
  '/internal/purges',
  '/healthz',
  '/perfumes/',
  '/perfumes//',
  '//perfumes',
  '/Perfumes',
  '/EN/perfumes',
  '/en//perfumes',
  '/en/robots.txt',
  '/en/assets/main.css',
  '/perfumes/After-Rain',
  '/perfumes/after%2Drain',
  '/perfumes/../cart',
  '/perfumes?q=\u00ed\u0096\u00a5',
  '/perfumes?q=a#b',
  '/assets/../cart',
  '/assets/.env',
  '/assets/a/b.css',
  '/assets/',
  '/perfumes;x',
  '/perfumes#q',
  'http://essence-aura.com/perfumes',
  '*',
  '',
  `/perfumes?q=${'a'.repeat(1_000)}`,
  `/perfumes?q=${'é'.repeat(400)}`,
])('%s is not public', (url) => {
  expect(publicAddress(url)).toBeNull();
});

test('the normal form of an address is its own normal form, and holds no parameter that the page does not read', () => {
  const path = fc.constantFrom('/', '/en', '/en/', '/perfumes', '/en/perfumes', '/perfumes/after-rain', '/delivery');
  const name = fc.oneof(fc.constantFrom('q', 'page', 'sort', 'ml', '%71', 'utm_source'), fc.string());
  const pairs = fc.array(fc.tuple(name, fc.string({ unit: 'binary' })), { maxLength: 6 });
  const separator = fc.constantFrom('&', ';', '&&', '?', '#', '&=');
  fc.assert(
    fc.property(path, pairs, separator, (pathname, given, between) => {
      const address = publicAddress(`${pathname}?${given.map(([key, value]) => `${key}=${value}`).join(between)}`);
      if (address === null) return;
      expect(publicAddress(address)).toBe(address);
      expect(address).toMatch(/^[A-Za-z0-9/._~%?&=+*-]+$/);
      const known = ['q', 'family', 'note', 'house', 'concentration', 'price_min', 'price_max', 'sort', 'page', 'ml'];
      const names = Array.from(new URL(address, 'https://shop.invalid').searchParams.keys());
      expect(names.filter((one) => !known.includes(one))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

test('no route is listed twice', () => {
  expect(new Set(PUBLIC_ROUTES).size).toBe(PUBLIC_ROUTES.length);
});
