import { brotliDecompressSync, gunzipSync, brotliCompressSync } from 'node:zlib';
import { encodingFor, mayMeasureLength } from '../../../../server/edge/cache/content-encoding';
import { representationsOf } from '../../../../server/edge/cache/representations';

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['x-gzip', 'gzip'],
  ['br;q=0.5, gzip;q=0.9', 'gzip'],
  ['br;q=0, gzip;q=0', 'identity'],
  ['br;q=0, *', 'gzip'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['identity', 'identity'],
  ['identity, br;q=0.1', 'identity'],
  ['BR', 'br'],
  ['br;q=rubbish', 'identity'],
  ['', 'identity'],
])('Accept-Encoding "%s" is answered with %s', (field, expected) => {
  expect(encodingFor(field)).toBe(expected);
  expect(encodingFor(field)).toBe(expected);
});

test('no Accept-Encoding is answered as it is', () => {
  expect(encodingFor(undefined)).toBe('identity');
});

describe('a request that could measure a compressed length', () => {
  const origin = 'https://essence-aura.com';
  test.each<[string, Record<string, string>, boolean]>([
    ['somebody types the address', {}, false],
    ['a link of our own', { referer: 'https://essence-aura.com/perfumes' }, false],
    ['our own origin alone', { referer: 'https://essence-aura.com' }, false],
    ['a link of a search engine', { referer: 'https://search.test/', 'sec-fetch-dest': 'document' }, false],
    ['an image in another site', { referer: 'https://evil.test/', 'sec-fetch-dest': 'image' }, true],
    ['a name that begins like ours', { referer: 'https://essence-aura.com.evil.test/' }, true],
    ['a foreign referrer from no browser', { referer: 'https://google.com/' }, true],
  ])('%s', (_what, headers, expected) => {
    expect(mayMeasureLength(headers, origin)).toBe(expected);
  });
});

describe('representations', () => {
  const text = Buffer.from('<p>향수 한 병</p>'.repeat(100));

  test('a page is kept plain, by gzip and by brotli', async () => {
    const kept = await representationsOf(text, '', 'text/html; charset=utf-8');
    expect(kept.identity.equals(text)).toBe(true);
    expect(gunzipSync(kept.gzip!).equals(text)).toBe(true);
    expect(brotliDecompressSync(kept.br!).equals(text)).toBe(true);
  });

  test('what came in brotli is kept as it came', async () => {
    const sent = brotliCompressSync(text);
    const kept = await representationsOf(sent, 'br', 'text/css');
    expect(kept.br).toBe(sent);
    expect(kept.identity.equals(text)).toBe(true);
    expect(gunzipSync(kept.gzip!).equals(text)).toBe(true);
  });

  test.each([
    ['a picture', text, 'image/webp'],
    ['a few bytes', Buffer.from('User-agent: *'), 'text/plain'],
  ])('%s is kept plain only', async (_what, body, type) => {
    expect(await representationsOf(body, '', type)).toEqual({ identity: body });
  });

  test('a body that is not what it says is refused', async () => {
    await expect(representationsOf(Buffer.from('not brotli'), 'br', 'text/html')).rejects.toThrow();
    await expect(representationsOf(text, 'zstd', 'text/html')).rejects.toThrow('zstd');
  });
});
