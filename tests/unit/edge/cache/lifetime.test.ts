import { lifetimeOf } from '../../../../server/edge/cache/lifetime';
import type { Head } from '../../../../server/edge/shop-head';

const page: Head = { 'cache-control': 'public, max-age=0, s-maxage=60' };
const freshMs = (headers: Head, status = 200): number | null => lifetimeOf(status, headers)?.freshMs ?? null;

describe('how long an answer is kept', () => {
  test.each<[string, Head, number]>([
    ['s-maxage goes before max-age', { 'cache-control': 'max-age=5, s-maxage=60' }, 60_000],
    ['max-age alone', { 'cache-control': 'public, max-age=5' }, 5_000],
    ['the first of two', { 'cache-control': 'max-age=5, max-age=500' }, 5_000],
    ['a quoted number', { 'cache-control': 'max-age="5"' }, 5_000],
    ['names in any case', { 'cache-control': 'Public, Max-Age=5' }, 5_000],
    [
      'CDN-Cache-Control goes before Cache-Control',
      { 'cache-control': 'public, max-age=0, must-revalidate', 'cdn-cache-control': 'max-age=600' },
      600_000,
    ],
    [
      's-maxage means nothing in CDN-Cache-Control',
      { 'cache-control': 'public', 'cdn-cache-control': 's-maxage=9, max-age=600' },
      600_000,
    ],
    ['a year at most', { 'cache-control': 'max-age=9999999999' }, 365 * 24 * 3600 * 1000],
    ['Vary by the encoding', { ...page, vary: 'Accept-Encoding' }, 60_000],
  ])('%s', (_what, headers, expected) => {
    expect(freshMs(headers)).toBe(expected);
  });

  test.each<[string, Head]>([
    ['no lifetime', {}],
    ['no lifetime but an old Last-Modified', { 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' }],
    ['a lifetime that is no number', { 'cache-control': 'max-age=soon' }],
    ['a negative lifetime', { 'cache-control': 'max-age=-1' }],
    ['private', { 'cache-control': 'private, max-age=60' }],
    ['private for one header', { 'cache-control': 'private="x-name", max-age=60' }],
    ['no-store', { 'cache-control': 'no-store, max-age=60' }],
    ['no-cache', { 'cache-control': 'no-cache, max-age=60' }],
    ['no-store, whatever CDN-Cache-Control says', { 'cache-control': 'no-store', 'cdn-cache-control': 'max-age=60' }],
    ['private, whatever CDN-Cache-Control says', { 'cache-control': 'private', 'cdn-cache-control': 'max-age=60' }],
    ['no-store in CDN-Cache-Control alone', { 'cache-control': 'max-age=60', 'cdn-cache-control': 'no-store' }],
    ['a cookie', { ...page, 'set-cookie': ['a=b'] }],
    ['Vary by a cookie', { ...page, vary: 'Accept-Encoding, Cookie' }],
    ['Vary by the origin', { ...page, vary: 'Origin' }],
    ['Vary by everything', { ...page, vary: '*' }],
    ['a part of a page', { ...page, 'content-range': 'bytes 0-1/2' }],
  ])('never: %s', (_what, headers) => {
    expect(lifetimeOf(200, headers)).toBeNull();
  });

  test.each([200, 301, 308, 404, 410])('status %d may be kept', (status) => {
    expect(freshMs(page, status)).toBe(60_000);
  });

  test.each([201, 204, 206, 302, 303, 304, 307, 400, 401, 403, 429, 500, 503])('status %d is never kept', (status) => {
    expect(lifetimeOf(status, page)).toBeNull();
  });

  test('what is stale is shown for 24 hours at most, whatever the shop allows', () => {
    const lifetime = lifetimeOf(200, {
      'cdn-cache-control': 'max-age=1, stale-if-error=999999, stale-while-revalidate=3',
    });
    expect(lifetime).toMatchObject({
      staleIfErrorMs: 24 * 3600 * 1000,
      staleWhileRevalidateMs: 3_000,
      immutable: false,
    });
  });
});
