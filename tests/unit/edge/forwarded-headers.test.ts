import { headersForShop, isClientClaim, plainAddress } from '../../../server/edge/forwarded-headers';

const FACTS = { clientAddress: '203.0.113.7', authority: 'essence-aura.com', requestId: 'id-1' };

function pairs(flat: readonly string[]): [string, string][] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? '']);
}

const forShop = (headers: Record<string, string | string[]>, hasBody = false) =>
  pairs(headersForShop(headers, FACTS, hasBody));

test.each([
  ['203.0.113.7', 'essence-aura.com', 'for=203.0.113.7;host=essence-aura.com;proto=https'],
  ['203.0.113.7', 'essence-aura.com:8443', 'for=203.0.113.7;host="essence-aura.com:8443";proto=https'],
  ['2001:db8::1', 'essence-aura.com', 'for="[2001:db8::1]";host=essence-aura.com;proto=https'],
])('Forwarded of %s is written as RFC 7239 wants it', (clientAddress, authority, expected) => {
  const sent = pairs(headersForShop({}, { ...FACTS, clientAddress, authority }, false));
  expect(sent).toContainEqual(['forwarded', expected]);
});

test.each([
  ...['forwarded', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-anything', 'x_forwarded_for', 'x-forwarded_host'],
  ...['x-request-id', 'x-original-url', 'x-rewrite-url', 'x-http-method-override', 'proxy'],
])('%s is a claim that no client may make', (name) => {
  expect(forShop({ [name]: 'mine' }).some(([, value]) => value === 'mine')).toBe(false);
});

test.each(['accept', 'x-forward', 'user-agent', 'from', 'x-csrf-token'])('%s is no claim', (name) => {
  expect(isClientClaim(name)).toBe(false);
});

test('hop-by-hop headers end here, those that Connection names too', () => {
  const sent = forShop({
    connection: 'keep-alive, X-Secret',
    'x-secret': '1',
    'keep-alive': 'timeout=5',
    te: 'trailers',
    'transfer-encoding': 'chunked',
    upgrade: 'websocket',
    'proxy-authorization': 'Basic x',
    expect: '100-continue',
    cookie: 'a=1',
  }).map(([name]) => name);
  expect(sent).toContain('cookie');
  for (const name of ['connection', 'x-secret', 'keep-alive', 'te', 'transfer-encoding', 'upgrade', 'expect']) {
    expect(sent).not.toContain(name);
  }
});

test('pseudo headers of HTTP/2 stay behind, and a length without a body too', () => {
  const headers = { ':path': '/', ':authority': 'x', 'content-length': '0', 'x-a': ['1', '2'] };
  const sent = forShop(headers);
  expect(sent.some(([name]) => name.startsWith(':') || name === 'content-length')).toBe(false);
  expect(sent.filter(([name]) => name === 'x-a')).toEqual([
    ['x-a', '1'],
    ['x-a', '2'],
  ]);
  expect(forShop({ 'content-length': '3' }, true)).toContainEqual(['content-length', '3']);
});

test('an IPv4 client of the IPv6 listener is an IPv4 client', () => {
  expect(plainAddress('::ffff:203.0.113.7')).toBe('203.0.113.7');
  expect(plainAddress('2001:db8::1')).toBe('2001:db8::1');
  expect(plainAddress(undefined)).toBe('');
});
