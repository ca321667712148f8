import { withStockedShop } from '../../setup/catalogue';
import { ask, withServed, type Answer, type Asked } from '../change-feed/follower';
import { CHEAP, member, somebody } from '../storefront/accounts/support';
import { publicAddresses } from './addresses';

const { shop } = withStockedShop({ config: { passwordCost: CHEAP } });
const served = withServed(shop);
let addresses: string[];
let plain: Map<string, Answer>;
beforeAll(async () => {
  addresses = await publicAddresses(shop);
  plain = new Map();
  for (const path of addresses) plain.set(path, await ask(served, { path }));
});

const told = ({ status, headers, body }: Answer): object => ({
  status,
  headers: { ...headers, date: undefined },
  body,
});

async function expectSame(change: (path: string) => Asked): Promise<void> {
  for (const path of addresses) {
    const answer = await ask(served, change(path));
    expect({ path, ...told(answer) }).toEqual({ path, ...told(plain.get(path)!) });
  }
}

test('every public address is answered to somebody unknown, without a cookie', () => {
  for (const [path, { status, headers }] of plain) {
    expect({ path, status, cookie: headers['set-cookie'] }).toEqual({ path, status: 200, cookie: undefined });
  }
});

test('two who are signed in, each with goods in the cart, get the same bytes and headers as one who is not', async () => {
  const [one, other] = [
    await member(shop, { ...somebody(), name: '김하늘' }),
    await member(shop, { ...somebody(), name: '<b>정바다</b>' }),
  ];
  const rows = await shop.database.rows<{ id: number }>`select id from variants where stock > 0 order by id`;
  await one.putIntoCart(rows[0]?.id, 1);
  await other.putIntoCart(rows[1]?.id, 2);
  for (const visitor of [one, other]) {
    expect(visitor.sessionId()).not.toBeNull();
    await expectSame((path) => ({ path, headers: { Cookie: `__Secure-sid=${visitor.sessionId()}` } }));
  }
});

const HOSTILE: readonly (readonly [string, string])[] = [
  ['Cookie', '__Secure-sid=s%3Aforged.signature; locale=en; theme=dark'],
  ['Host', 'evil.invalid'],
  ['X-Forwarded-Host', 'evil.invalid'],
  ['X-Forwarded-Host', 'evil.invalid, essence-aura.localhost'],
  ['X-Forwarded-Proto', 'http'],
  ['X-Forwarded-Port', '1234'],
  ['X-Forwarded-Prefix', '/evil'],
  ['X-Forwarded-For', '203.0.113.9'],
  ['Forwarded', 'for=203.0.113.9;host=evil.invalid;proto=http'],
  ['X-Original-URL', '/account'],
  ['X-Rewrite-URL', '/cart'],
  ['X-HTTP-Method-Override', 'POST'],
  ['Accept-Language', 'en-GB, de;q=0.5'],
  ['Accept', 'application/json'],
  ['Accept-Charset', 'utf-16'],
  ['User-Agent', 'Mozilla/5.0 (iPhone) evil'],
  ['Origin', 'https://evil.invalid'],
  ['Referer', 'https://evil.invalid/?q=x'],
  ['Authorization', 'Basic b3duZXI6cGFzc3dvcmQ='],
  ['Range', 'bytes=0-9'],
  ['If-Range', '"other"'],
  ['If-None-Match', '"some-other-entity"'],
  ['If-Modified-Since', 'Wed, 01 Jan 2098 00:00:00 GMT'],
  ['Save-Data', 'on'],
  ['DNT', '1'],
  ['Sec-Fetch-Site', 'cross-site'],
  ['X-Request-Id', 'a-request-id-of-somebody'],
  ['X-Requested-With', 'XMLHttpRequest'],
  ['TE', 'trailers'],
];

test.each(HOSTILE)('"%s: %s" changes nothing', async (name, value) => {
  await expectSame((path) => ({ path, headers: { [name]: value } }));
});

test('a body that comes with a GET changes nothing', async () => {
  const body = 'q=evil&page=2&ml=100&_method=POST';
  await expectSame((path) => ({
    path,
    body,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': String(body.length) },
  }));
});

test.each([
  'utm_source=x&utm_medium=y',
  'fbclid=1',
  '%75tm_source=x',
  'callback=evil',
  '_=1',
  'q%5B%5D=x',
  '__proto__=x',
])('parameters that no page reads change nothing: %s', async (query) => {
  await expectSame((path) => ({ path: `${path}?${query}` }));
});

test('whose copy is still right is told so, with the headers of the page and without the page', async () => {
  for (const [path, { headers }] of plain) {
    const etag = String(headers['etag']);
    expect(etag).toMatch(/^(W\/)?"[^"]+"$/);
    const answer = await ask(served, { path, headers: { 'If-None-Match': etag } });
    expect(answer).toMatchObject({ status: 304, body: '' });
    for (const name of ['etag', 'cache-control', 'cdn-cache-control', 'cache-groups', 'vary']) {
      expect({ path, [name]: answer.headers[name] }).toEqual({ path, [name]: headers[name] });
    }
  }
});

test('HEAD tells the same headers without the body', async () => {
  for (const [path, expected] of plain) {
    const answer = await ask(served, { path, method: 'HEAD' });
    expect(told(answer)).toEqual({ ...told(expected), body: '' });
  }
});
