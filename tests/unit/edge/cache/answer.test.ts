import type { IncomingHttpHeaders } from 'node:http';
import { replyOf, type Reply } from '../../../../server/edge/cache/answer';
import { pageOf, type Page } from '../../../../server/edge/cache/page';
import { answer } from './support';

const LONG = 'a perfume '.repeat(100);
const FACTS = { verdict: 'hit', nowMs: 61_500, origin: 'https://essence-aura.test' } as const;

async function keep(headers: IncomingHttpHeaders = {}, status = 200): Promise<Page> {
  const page = await pageOf({ key: '/', askedAtMs: 0, era: 0 }, answer(LONG, headers, status));
  if (!page) throw new Error('it was not kept');
  return page;
}

const get = (page: Page, headers: IncomingHttpHeaders = {}, method = 'GET') =>
  replyOf(page, { method, headers }, FACTS);

const headersOf = (reply: Reply): Reply['headers'] => reply.headers;

test('a whole page has its length, its coding, its age, and says what the cache did', async () => {
  const reply = get(await keep({ etag: 'W/"1"' }), { 'accept-encoding': 'gzip, br' });
  expect(reply.status).toBe(200);
  expect(headersOf(reply)).toEqual({
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

test('what the shop says to the edge alone, and what belongs to one visitor or one hop, is not kept', async () => {
  const page = await keep({
    'cache-groups': '"a"',
    'x-request-id': 'r',
    connection: 'keep-alive',
    'keep-alive': 'timeout=5',
    'strict-transport-security': 'max-age=1',
    age: '7',
  });
  expect(Object.keys(page.headers)).toEqual(['content-type', 'cache-control']);
  expect(headersOf(get(page))['age']).toBe('68');
});

test('HEAD has the head of a GET and no body', async () => {
  const page = await keep();
  const [head, whole] = [get(page, {}, 'HEAD'), get(page)];
  expect(head).toEqual({ ...whole, body: null });
  expect(headersOf(head)['content-length']).toBe(String(LONG.length));
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
    expect(Object.keys(headersOf(reply)).sort()).toEqual([
      'age',
      'cache-control',
      'cache-status',
      'date',
      'etag',
      'vary',
    ]);
  });

  test('by its date, where there is no tag', async () => {
    const page = await keep({ 'last-modified': 'Mon, 02 Jan 2023 00:00:00 GMT' });
    const since = (date: string): number => get(page, { 'if-modified-since': date }).status;
    expect(since('Mon, 02 Jan 2023 00:00:00 GMT')).toBe(304);
    expect(since('Tue, 03 Jan 2023 00:00:00 GMT')).toBe(304);
    expect(since('Sun, 01 Jan 2023 00:00:00 GMT')).toBe(200);
    expect(since('rubbish')).toBe(200);
    expect(get(page, { 'if-none-match': '"x"', 'if-modified-since': 'Tue, 03 Jan 2023 00:00:00 GMT' }).status).toBe(
      200,
    );
  });

  test.each(['"2"', 'W/"12"', ''])('If-None-Match: %s is answered with the page', async (field) => {
    expect(get(await keep({ etag: 'W/"1"' }), { 'if-none-match': field }).status).toBe(200);
  });

  test('a page that is not there is not there, whatever he has', async () => {
    expect(get(await keep({ etag: 'W/"1"' }, 404), { 'if-none-match': 'W/"1"' }).status).toBe(404);
  });
});

test('a foreign page that could measure lengths gets a page uncompressed, and an asset as ever', async () => {
  const foreign = { 'accept-encoding': 'br', referer: 'https://evil.test/', 'sec-fetch-dest': 'image' };
  expect(headersOf(get(await keep(), foreign))).not.toHaveProperty('content-encoding');
  const asset = await keep({ 'cache-control': 'public, max-age=9, immutable', 'cdn-cache-control': undefined });
  expect(headersOf(get(asset, foreign))).toHaveProperty('content-encoding', 'br');
});
