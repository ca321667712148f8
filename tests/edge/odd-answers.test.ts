/** Whatever the shop answers: one answer or one cut for the visitor, one line in the log, and the next is served. */
import type { RunningEdge } from './support/edge';
import { makeVisits, type Visit } from './support/exact-visitors';
import type { OddAnswer } from './support/odd-answers';
import { startOddSite, visitOddShop } from './support/odd-visits';

const KEPT = 'CDN-Cache-Control: max-age=60\r\nCache-Control: public, max-age=0\r\n';
const says = (text: string, ending: OddAnswer['ending'] = 'open'): OddAnswer => ({
  pieces: [Buffer.from(text, 'latin1')],
  ending,
});
/** A page that is whole and may be kept, with these fields more. */
const page = (fields: string): OddAnswer =>
  says(`HTTP/1.1 200 OK\r\n${KEPT}Content-Type: text/html\r\n${fields}Content-Length: 4\r\n\r\npage`);

/** Over both protocols, twice: what may be kept comes from memory then. */
function visits(path: string, method = 'GET', headers: Record<string, string> = {}): Visit[] {
  const protocols = ['h2', 'http/1.1', 'h2', 'http/1.1'] as const;
  return protocols.map((protocol) => ({ protocol, path, method, headers }));
}

const facts = async (edge: RunningEdge, path: string, count = 4) =>
  (await edge.requests(path, count)).map(({ status, failure }) => `${String(status)} ${String(failure)}`);

const CACHES = [
  ['a page that may be kept', true],
  ['an answer that is passed on', false],
] as const;

describe.each(CACHES)('%s', (_what, pageCache) => {
  async function see(answer: OddAnswer, method = 'GET'): Promise<readonly string[]> {
    const edge = await startOddSite(pageCache, () => answer);
    expect(await makeVisits(edge, [visits('/perfumes/a', method)], 1)).toEqual([]);
    return facts(edge, '/perfumes/a');
  }

  test.each([
    'Trailer: X-Checksum',
    'Upgrade: h2c',
    'TE: trailers',
    'Proxy-Connection: keep-alive',
    'HTTP2-Settings: AAMAAABkAAQAAP__',
    'Proxy-Authenticate: Basic',
    'Connection: X-Secret\r\nConnection: keep-alive\r\nX-Secret: 1',
  ])('is shown without the fields of its hop: %s', async (fields) => {
    expect(await see(page(`${fields}\r\n`))).toEqual(Array(4).fill('200 -'));
  });

  test.each(['ETag: "1"\r\nETag: "2"', 'Location: /a\r\nLocation: /b', 'Date: now\r\nDate: then'])(
    'is a 502 where one thing is said in two ways: %s',
    async (fields) => {
      expect(await see(page(`${fields}\r\n`))).toEqual(Array(4).fill('502 shop-nonsense'));
    },
  );

  test.each(['ETag: "1"\r\nETag: "1"', 'Vary: Accept-Encoding\r\nVary: Accept-Encoding', 'X-A: 1\r\nX-A: 2'])(
    'is shown where one thing is said twice, or a list in two lines: %s',
    async (fields) => {
      expect(await see(page(`${fields}\r\n`))).toEqual(Array(4).fill('200 -'));
    },
  );

  // The last is U+010D and U+010A, which would be a line's end if they lost their upper bytes.
  test.each(['caf\xe9', '\xff\xfe', 'a\xc4\x8d\xc4\x8ax-injected: 1'])(
    'is shown with its bytes as they are: %s',
    async (value) => {
      expect(await see(page(`X-A: ${value}\r\n`))).toEqual(Array(4).fill('200 -'));
    },
  );

  test('is a 502 with more fields than a visitor may take', async () => {
    const fields = Array.from({ length: 101 }, (_, n) => `X-${n}: 1\r\n`).join('');
    expect(await see(page(fields))).toEqual(Array(4).fill('502 shop-nonsense'));
  });

  test.each(['000', '099', '600', '999'])('is a 502 with status %s', async (status) => {
    const seen = await see(says(`HTTP/1.1 ${status} What\r\nContent-Length: 0\r\n\r\n`));
    expect(seen).toEqual(Array(4).fill('502 shop-nonsense'));
  });

  test.each([
    ['204', 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello'],
    ['205', 'HTTP/1.1 205 Reset Content\r\nContent-Length: 5\r\n\r\nhello'],
    ['304', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: "1"\r\n\r\n'],
  ])('is its head alone with status %s, whatever length it names', async (status, text) => {
    expect(await see(says(text))).toEqual(Array(4).fill(`${status} -`));
  });

  test('is waited for as long as the shop may take, where it only ever says that more will come', async () => {
    const edge = await startOddSite(pageCache, () => ({
      pieces: Array.from({ length: 2_000 }, () => Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n')),
      ending: 'open',
    }));
    expect(await makeVisits(edge, [visits('/perfumes/a').slice(0, 2)], 2)).toEqual([]);
    expect(await facts(edge, '/perfumes/a', 2)).toEqual(Array(2).fill('504 shop-timeout'));
  });

  test('is cut off, or a failure, wherever it breaks off', async () => {
    const whole = `HTTP/1.1 200 OK\r\n${KEPT}Transfer-Encoding: chunked\r\n\r\n4\r\npage\r\n0\r\n\r\n`;
    const edge = await startOddSite(pageCache, (path) => says(whole.slice(0, Number(/\d+$/.exec(path)?.[0])), 'end'));
    const lists = Array.from({ length: whole.length }, (_, length) => visits(`/perfumes/${length}`).slice(0, 2));
    expect(await makeVisits(edge, lists, 8)).toEqual([]);
    const lines = edge.log.filter((line) => String(line['path']).startsWith('/perfumes/'));
    expect(lines.filter(({ failure }) => failure === '-')).toEqual([]);
  });
});

// A worker that died half-way has closed its connection too, and a reset that comes with the last bytes looks the same.
test.each(['end', 'reset'] as const)(
  'an answer that only its connection’s end ends is never kept: %s',
  async (ending) => {
    const answer = says(`HTTP/1.1 200 OK\r\n${KEPT}Content-Type: text/html\r\n\r\npage`, ending);
    const edge = await startOddSite(true, () => answer);
    expect(await makeVisits(edge, [visits('/perfumes/a')], 1)).toEqual([]);
    const lines = await edge.requests('/perfumes/a', 4);
    expect(lines.map(({ cache }) => cache)).toEqual(Array(4).fill('pass'));
    if (ending === 'end')
      expect(lines.map(({ status, failure }) => [status, failure])).toEqual(Array(4).fill([200, '-']));
  },
);

test('a failure that is too large to be shared is everybody’s own, with the length that it says', async () => {
  const body = 'x'.repeat(5 * 1024 * 1024);
  const edge = await startOddSite(true, () =>
    says(`HTTP/1.1 500 Oh\r\n${KEPT}Content-Length: ${body.length}\r\n\r\n${body}`),
  );
  expect(await makeVisits(edge, [visits('/perfumes/a').slice(0, 2)], 1)).toEqual([]);
  const lines = await edge.requests('/perfumes/a', 2);
  expect(lines).toEqual(Array(2).fill(expect.objectContaining({ status: 500, bytes: body.length })));
});

test.each([true, false])(
  '150 odd answers, with the page cache: %s',
  async (pageCache) => {
    const { wrong, log } = await visitOddShop({ pageCache, first: 1, count: 150, atOnce: 8 });
    expect(wrong).toEqual([]);
    expect(log.filter((line) => line['status'] === 200 && line['path'] !== '/healthz').length).toBeGreaterThan(75);
    if (pageCache) expect(log.filter((line) => line['cache'] === 'hit').length).toBeGreaterThan(50);
  },
  120_000,
);
