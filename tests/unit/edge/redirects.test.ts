import { destinationOf, hostOfAuthority, siteOf } from '../../../server/edge/redirects';

const production = siteOf({ domain: 'essence-aura.com', publicHttpsPort: 443, certificates: 'acme' });
const local = siteOf({ domain: 'essence-aura.localhost', publicHttpsPort: 8443, certificates: 'local' });

const asked = (authority: string, changes: { secure?: boolean; method?: string; url?: string } = {}) => ({
  secure: true,
  method: 'GET',
  url: '/perfumes?q=a',
  authority,
  ...changes,
});

test('what is not GET or HEAD keeps its method and body on the way', () => {
  for (const secure of [true, false]) {
    const destination = destinationOf(asked('www.essence-aura.com', { secure, method: 'POST' }), production);
    expect(destination).toMatchObject({ kind: 'redirect', status: 308 });
  }
  expect(destinationOf(asked('www.essence-aura.com', { method: 'HEAD' }), production)).toMatchObject({ status: 301 });
});

test('redirects name the public port, not the one the edge listens on', () => {
  const forwarded = siteOf({ domain: 'essence-aura.com', publicHttpsPort: 8443, certificates: 'acme' });
  expect(destinationOf(asked('essence-aura.com:8080', { secure: false }), forwarded)).toMatchObject({
    location: 'https://essence-aura.com:8443/perfumes?q=a',
  });
});

test.each(['localhost:8443', '127.0.0.1', '[::1]:8443', 'LOCALHOST'])(
  'with the development CA %s leads to the canonical address, but not for ever',
  (authority) => {
    for (const secure of [true, false]) {
      expect(destinationOf(asked(authority, { secure }), local)).toEqual({
        kind: 'redirect',
        status: 302,
        location: 'https://essence-aura.localhost:8443/perfumes?q=a',
      });
    }
    expect(destinationOf(asked(authority, { method: 'POST' }), local)).toMatchObject({ status: 307 });
  },
);

test.each([
  'localhost',
  '127.0.0.1',
  '[::1]',
  '203.0.113.7',
  'evil.test',
  'essence-aura.com.evil.test',
  'notessence-aura.com',
  'shop.essence-aura.com',
])('in production %s is not ours, and no Location is made from it', (authority) => {
  for (const secure of [true, false]) {
    expect(destinationOf(asked(authority, { secure }), production)).toEqual({ kind: 'misdirected' });
  }
});

test.each(['', 'essence-aura.com@evil.test', 'essence-aura.com/x', 'a b', '[::1', 'essence-aura.com:port', ':443'])(
  'the authority %p is refused',
  (authority) => {
    expect(destinationOf(asked(authority), production)).toEqual({ kind: 'malformed' });
  },
);

test.each(['*', '', 'http://essence-aura.com/', 'perfumes', '/a b', '/\u00ed\u0096\u00a5', '/#x', '/\u0000'])(
  'the target %p is refused',
  (url) => {
    expect(destinationOf(asked('essence-aura.com', { url }), production)).toEqual({ kind: 'malformed' });
  },
);

test('a path that looks like another host stays on ours', () => {
  expect(destinationOf(asked('www.essence-aura.com', { url: '//evil.test/x' }), production)).toMatchObject({
    location: 'https://essence-aura.com//evil.test/x',
  });
});

test('the case of a name and its port are no difference, also an empty one', () => {
  expect(hostOfAuthority('Essence-Aura.com:443')).toBe('essence-aura.com');
  expect(hostOfAuthority('essence-aura.com:')).toBe('essence-aura.com');
  expect(hostOfAuthority('[::1]:8443')).toBe('::1');
});

test('a name with the dot of the root leads to the one without, where the cookies are', () => {
  expect(destinationOf(asked('essence-aura.com.'), production)).toEqual({
    kind: 'redirect',
    status: 301,
    location: 'https://essence-aura.com/perfumes?q=a',
  });
  expect(destinationOf(asked('app.essence-aura.com.:443', { method: 'POST' }), production)).toMatchObject({
    status: 308,
    location: 'https://app.essence-aura.com/perfumes?q=a',
  });
  expect(destinationOf(asked('essence-aura.com..'), production)).toEqual({ kind: 'misdirected' });
});

test('handshakes are for our names; localhost only with the development CA', () => {
  expect(production.names).toEqual(['essence-aura.com', 'www.essence-aura.com', 'app.essence-aura.com']);
  expect(local.names).toContain('localhost');
});
