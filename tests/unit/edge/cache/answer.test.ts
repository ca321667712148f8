import type { IncomingHttpHeaders } from 'node:http';
import { replyOf } from '../../../../server/edge/cache/answer';
import { pageOf, type Page } from '../../../../server/edge/cache/page';
import type { Head } from '../../../../server/edge/shop-head';
import { answer } from './support';

const LONG = 'a perfume '.repeat(100);
const NOW = new Date('2026-12-01T00:00:00Z');
const FACTS = {
  verdict: 'hit',
  nowMs: 61_500,
  origin: 'https://essence-aura.test',
  clock: { now: () => NOW },
} as const;

async function keep(headers: Head = {}, status = 200): Promise<Page> {
  const page = await pageOf({ key: '/', askedAtMs: 0, era: 0 }, answer(LONG, headers, status));
  if (!page) throw new Error('it was not kept');
  return page;
}

const get = (page: Page, headers: IncomingHttpHeaders = {}, method = 'GET') =>
  replyOf(page, { method, headers }, FACTS);

test('a whole page has its length, its coding, its age, and says what the cache did', async () => {
  const reply = get(await keep({ etag: 'W/"1"' }), { 'accept-encoding': 'gzip, br' });
  expect(reply.status).toBe(200);
  expect(reply.headers).toEqual({
    'content-type': 'text/html',
    'cache-control': 'public, max-age=0, must-revalidate',
    etag: 'W/"1"',
    vary: 'Accept-Encoding',
    'content-encoding': 'br',
    'content-length': String(reply.body!.length),
    age: '61',
    'cache-status': 'edge; hit',
  });
});

test('what the shop says to the edge alone, and what belongs to one answer, is not kept', async () => {
  const page = await keep({
    'cache-groups': '"a"',
    'content-encoding': 'identity',
    age: '7',
  });
  expect(Object.keys(page.headers)).toEqual(['content-type', 'cache-control']);
  expect(get(page).headers['age']).toBe('68');
});

test('HEAD has the head of a GET and no body', async () => {
  const page = await keep();
  const [head, whole] = [get(page, {}, 'HEAD'), get(page)];
  expect(head).toEqual({ ...whole, body: null });
  expect(head.headers['content-length']).toBe(String(LONG.length));
});

test('a strong tag becomes a weak one, because one page has several codings', async () => {
  expect((await keep({ etag: '"1"' })).etag).toBe('W/"1"');
});

describe('a visitor who has the page', () => {
  test.each(['W/"1"', '"1"', '"0", W/"1"', '*'])('If-None-Match: %s is answered 304, without a body', async (field) => {
    const reply = get(await keep({ etag: 'W/"1"', date: 'then', 'content-language': 'ko' }), {
      'if-none-match': field,
    });
    expect(reply).toMatchObject({ status: 304, body: null });
    expect(Object.keys(reply.headers).sort()).toEqual(['age', 'cache-control', 'cache-status', 'date', 'etag', 'vary']);
  });

  test('by its date, where there is no tag', async () => {
    const page = await keep({ 'last-modified': 'Mon, 02 Jan 2023 00:00:00 GMT' });
    const since = (date: string): number => get(page, { 'if-modified-since': date }).status;
    expect(since('Mon, 02 Jan 2023 00:00:00 GMT')).toBe(304);
    expect(since('Tue, 03 Jan 2023 00:00:00 GMT')).toBe(304);
    expect(since('Sun, 01 Jan 2023 00:00:00 GMT')).toBe(200);
    expect(get(page, { 'if-none-match': '"x"', 'if-modified-since': 'Tue, 03 Jan 2023 00:00:00 GMT' }).status).toBe(
      200,
    );
  });

  // RFC 9110, 13.1.3 and 5.6.7.
  test.each(['Thu, 01 Jan 2099 00:00:00 GMT', '2024', '2024-01-01T00:00:00Z', 'Tue, 03 Jan 2023', 'rubbish', ''])(
    'If-Modified-Since: %s is no date that he can have it from',
    async (date) => {
      const page = await keep({ 'last-modified': 'Mon, 02 Jan 2023 00:00:00 GMT' });
      expect(get(page, { 'if-modified-since': date }).status).toBe(200);
    },
  );

  test.each(['"2"', 'W/"12"', ''])('If-None-Match: %s is answered with the page', async (field) => {
    expect(get(await keep({ etag: 'W/"1"' }), { 'if-none-match': field }).status).toBe(200);
  });

  test('a page that is not there is not there, whatever he has', async () => {
    expect(get(await keep({ etag: 'W/"1"' }, 404), { 'if-none-match': 'W/"1"' }).status).toBe(404);
  });
});

test('a foreign page that could measure lengths gets a page uncompressed, and an asset as ever', async () => {
  const foreign = { 'accept-encoding': 'br', referer: 'https://evil.test/', 'sec-fetch-dest': 'image' };
  expect(get(await keep(), foreign).headers).not.toHaveProperty('content-encoding');
  const asset = await keep({ 'cache-control': 'public, max-age=9, immutable' });
  expect(get(asset, foreign).headers).toHaveProperty('content-encoding', 'br');
});
