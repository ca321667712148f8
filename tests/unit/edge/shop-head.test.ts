import { shopHeadOrThrow } from '../../../server/edge/shop-head';

const headOf = (headers: Record<string, string | string[]>, status = 200) => shopHeadOrThrow(status, headers);

test('cookies stay apart; what belongs to the connection or to the edge is left out', () => {
  expect(
    headOf({
      'content-type': 'text/html',
      'set-cookie': ['a=1', 'b=2'],
      connection: ['keep-alive, x-internal', 'X-Other'],
      'x-internal': '1',
      'x-other': '1',
      'keep-alive': 'timeout=5',
      'transfer-encoding': 'chunked',
      trailer: 'x-checksum',
      upgrade: 'h2c',
      te: 'trailers',
      'proxy-connection': 'keep-alive',
      'http2-settings': 'AAMAAABkAAQAAP__',
      'strict-transport-security': 'max-age=63072000; preload',
      'x-request-id': 'other',
      'x-powered-by': 'Express',
    }),
  ).toEqual({ 'content-type': 'text/html', 'set-cookie': ['a=1', 'b=2'] });
});

test('a list in several lines is one list', () => {
  expect(headOf({ vary: ['Origin', 'Accept-Encoding'], 'x-a': ['1', '2'] })).toEqual({
    vary: 'Origin, Accept-Encoding',
    'x-a': '1, 2',
  });
});

test('what an answer may say once it may say twice in the same words, and not in two ways', () => {
  expect(headOf({ etag: ['"1"', '"1"'] })).toEqual({ etag: '"1"' });
  expect(() => headOf({ etag: ['"1"', '"2"'] })).toThrow('the shop said etag more than once');
});

test.each(['a\nb', 'a\0b', 'a\x7fb', '한글', 'a\u010a'])('a value that no head can carry is refused: %j', (value) => {
  expect(() => headOf({ 'x-a': value })).toThrow("the shop's x-a can't be written");
  expect(() => headOf({ 'x-a': ['1', value] })).toThrow("the shop's x-a can't be written");
  expect(() => headOf({ 'set-cookie': [value] })).toThrow("the shop's set-cookie can't be written");
});

test.each(['', ':status', 'x a', 'x\na'])('a name that is none is refused: %j', (name) => {
  expect(() => headOf({ [name]: '1' })).toThrow('the shop said a field without a name');
});

test.each([0, 99, 150, 600, 999])('status %s is no answer’s', (status) => {
  expect(() => headOf({}, status)).toThrow(`the shop answered with status ${status}`);
});

test('a hundred fields are enough, each cookie counted', () => {
  const cookies = (count: number): string[] => Array.from({ length: count }, (_, n) => `c${n}=1`);
  expect(headOf({ 'x-a': '1', 'set-cookie': cookies(99) })['set-cookie']).toHaveLength(99);
  expect(() => headOf({ 'x-a': '1', 'set-cookie': cookies(100) })).toThrow('more than 100 fields');
});

test('a cookie that comes alone, as a string, is one field however long it is', () => {
  const cookie = `sid=${'x'.repeat(200)}`;
  expect(headOf({ 'set-cookie': cookie })).toEqual({ 'set-cookie': cookie });
});

test('where there is no body there is no length of one; a 304 may name that of the page', () => {
  expect([204, 205, 304, 200].map((status) => headOf({ 'content-length': '5' }, status)['content-length'])).toEqual([
    undefined,
    undefined,
    '5',
    '5',
  ]);
});
