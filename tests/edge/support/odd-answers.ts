/**
 * Answers that no server should give, made from a number: the same number makes the same answer. Each is a list of
 * pieces, written one after the other, and the way its connection ends.
 */
import { brotliCompressSync, gzipSync } from 'node:zlib';

export interface OddAnswer {
  readonly pieces: readonly Buffer[];
  /** open: nothing more comes, whole or not, and the connection stays. */
  readonly ending: 'open' | 'end' | 'reset';
}

interface Dice {
  /** From 0 to below `limit`. */
  readonly below: (limit: number) => number;
  readonly chance: (share: number) => boolean;
  readonly one: <T>(of: readonly T[]) => T;
}

/** mulberry32. */
function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { below, chance: (share) => next() < share, one: <T>(of: readonly T[]): T => of[below(of.length)] as T };
}

const VERSIONS = 'HTTP/1.1 HTTP/1.1 HTTP/1.1 HTTP/1.1 HTTP/1.0 HTTP/2.0 HTTP/0.9 ICY http/1.1'.split(' ');
const STATUSES = (
  '000 001 050 099 100 101 102 103 199 201 202 203 204 205 206 226 299 300 301 302 303 304 305 307 308 399 400 401 403 ' +
  '404 405 408 410 412 416 418 421 425 429 451 499 500 502 503 504 511 599 600 700 999 20 2000 abc -1 +200'
).split(' ');
const REASONS = ['OK', '', 'x'.repeat(300), '\xff\xfe', 'Set-Cookie: a=b', '한글'];

/** RFC 9110, 7.6.1, with what `Connection` names. */
const HOP_BY_HOP: readonly (readonly [string, string])[] = [
  ['Connection', 'close'],
  ['Connection', 'keep-alive'],
  ['Connection', 'upgrade'],
  ['connection', ', ,'],
  ['Trailer', 'X-Checksum'],
  ['Upgrade', 'h2c'],
  ['TE', 'trailers'],
  ['Proxy-Connection', 'keep-alive'],
  ['HTTP2-Settings', 'AAMAAABkAAQAAP__'],
  ['Keep-Alive', 'timeout=0'],
  ['Keep-Alive', 'timeout=99999999999999999999'],
  ['Proxy-Authenticate', 'Basic'],
];

const NAMED_BY_CONNECTION: readonly (readonly [string, string])[] = [
  ['Connection', 'X-Secret, ETag'],
  ['Connection', 'keep-alive'],
  ['X-Secret', 'of one hop'],
];

const DATES = ['Sun, 06 Nov 1994 08:49:37 GMT', 'Fri, 31 Dec 2099 23:59:59 GMT', '0', 'yesterday', ''];
/** Fields that an answer may have once, each in two values. */
const SINGLE: readonly (readonly [string, readonly string[]])[] = [
  ['ETag', ['"1"', 'W/"2"', '1', '"', '""', 'W/', '*', '"a", "b"']],
  ['Location', ['/perfumes', 'https://evil.test/', '//evil.test', 'javascript:1', '']],
  ['Date', DATES],
  ['Expires', DATES],
  ['Last-Modified', DATES],
  ['Age', ['0', '-1', '1', '9999999999999999999999', 'old']],
  ['Content-Type', ['text/html; charset=utf-8', 'application/json', 'text/html, text/plain', ';', 'image/png']],
  ['Content-Location', ['/a', '/b']],
  ['Content-Range', ['bytes 0-1/2', 'bytes */0', 'items']],
  ['Content-Disposition', ['inline', 'attachment; filename="한.csv"', 'attachment; filename=\xff']],
  ['Content-Language', ['ko', 'en']],
  ['Retry-After', ['1', DATES[0] as string, 'never']],
  ['Access-Control-Allow-Origin', ['*', 'null']],
  ['X-Content-Type-Options', ['nosniff', 'sniff']],
];

const CACHING: readonly (readonly [string, string])[] = [
  ['Cache-Control', 'public, max-age=60'],
  ['Cache-Control', 'public, max-age=60, stale-while-revalidate=60, stale-if-error=600'],
  ['Cache-Control', 'public, max-age=31536000, immutable'],
  ['Cache-Control', 'max-age=99999999999999999999999'],
  ['Cache-Control', 'max-age=-1, max-age="60", max-age'],
  ['Cache-Control', 'no-store'],
  ['Cache-Control', 'private="a'],
  ['Cache-Control', ',,;=,"\\'],
  ['CDN-Cache-Control', 'max-age=60'],
  ['CDN-Cache-Control', 'max-age=60, stale-if-error=60'],
  ['CDN-Cache-Control', ''],
  ['Vary', 'Accept-Encoding'],
  ['Vary', '*'],
  ['Vary', 'Cookie'],
  ['Vary', ',,'],
  ['Cache-Groups', '"a", "b"'],
  ['Cache-Groups', '"a'],
  ['Cache-Groups', '"\\"\\\\", x, ""'],
  ['Cache-Groups', `"${'g'.repeat(3_000)}"`],
  ['Content-Encoding', 'br'],
  ['Content-Encoding', 'gzip'],
  ['Content-Encoding', 'identity'],
  ['Content-Encoding', 'zstd'],
  ['Content-Encoding', 'br, gzip'],
  ['Set-Cookie', 'a=1'],
  ['Set-Cookie', 'b=2; Path=/'],
];

const NAMES = [
  'X-A',
  'x-a',
  'X A',
  '',
  ':status',
  ':path',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'X-\xe9',
  'X(A)',
  'X\0A',
  'Host',
  'Cookie',
  'X-Request-Id',
  'Strict-Transport-Security',
  'X'.repeat(2_000),
  'Date ',
  '0',
  'Content-Length ',
  'Transfer-Encoding ',
];
const VALUES = [
  '1',
  '',
  '   ',
  '\t1\t',
  'a\x01b',
  'a\x00b',
  'a\x7fb',
  'a\x0bb',
  'a\rb',
  'a\nb',
  'a\r\n folded',
  'caf\xe9',
  '\xff\xfe\xfd',
  // U+0100, U+010A and U+010D: their lower bytes are NUL, LF and CR.
  'a\xc4\x80b',
  'a\xc4\x8ax-injected: 1',
  'a\xc4\x8d\xc4\x8ax-injected: 1',
  Buffer.from('한글 조향').toString('latin1'),
  'v'.repeat(3_000),
];

/** latin1, so that a character is a byte. */
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

function fieldOf(dice: Dice): readonly (readonly [string, string])[] {
  switch (dice.below(8)) {
    case 0:
    case 1:
      return dice.chance(0.1) ? NAMED_BY_CONNECTION : [dice.one(HOP_BY_HOP)];
    case 2: {
      const [name, values] = dice.one(SINGLE);
      return Array.from({ length: dice.chance(0.4) ? 2 : 1 }, () => [name, dice.one(values)] as const);
    }
    case 3:
    case 4:
      return [dice.one(CACHING)];
    case 5:
      return [[dice.one(NAMES), dice.one(VALUES)]];
    case 6:
      return [[dice.one(['X-A', 'X-B', 'Link', 'Server-Timing']), dice.one(VALUES)]];
    default:
      return [['Content-Type', 'text/html; charset=utf-8']];
  }
}

function bodyOf(dice: Dice): Buffer {
  const length = dice.one([0, 0, 1, 2, 255, 300, 5_000, 5_000, 20_000, dice.chance(0.1) ? 300_000 : 700]);
  const text = Buffer.alloc(length, '<p>perfume</p>\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n');
  switch (dice.below(6)) {
    case 0:
      return gzipSync(text);
    case 1:
      return brotliCompressSync(text);
    default:
      return text;
  }
}

function chunked(dice: Dice, body: Buffer): Buffer {
  const half = body.subarray(0, body.length >> 1);
  const rest = body.subarray(body.length >> 1);
  const part = (data: Buffer): Buffer =>
    data.length === 0
      ? Buffer.alloc(0)
      : Buffer.concat([bytes(`${data.length.toString(16)}\r\n`), data, bytes('\r\n')]);
  const end = dice.one([
    '0\r\n\r\n',
    '0\r\n\r\n',
    '0\r\nX-Checksum: 1\r\nSet-Cookie: trailing=1\r\nContent-Length: 5\r\n\r\n',
    '0\r\nX-Checksum: a\x01b\r\n\r\n',
    '0;ext="\xff"\r\n\r\n',
    '0',
    'xyz\r\n',
    '-5\r\nabcde\r\n0\r\n\r\n',
    'ffffffffffffffff\r\n',
    '5\r\nabc',
    '',
  ]);
  return Buffer.concat([part(half), part(rest), bytes(end)]);
}

interface Framed {
  readonly fields: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

function framed(dice: Dice, body: Buffer): Framed {
  const length = (text: string | number): readonly [string, string] => ['Content-Length', String(text)];
  const coded: readonly [string, string] = [
    'Transfer-Encoding',
    dice.one(['chunked', 'chunked', 'Chunked', 'gzip, chunked']),
  ];
  switch (dice.below(16)) {
    case 0:
      return { fields: [length(body.length + 1 + dice.below(50))], body };
    case 1:
      return { fields: [length(Math.max(0, body.length - 1 - dice.below(50)))], body };
    case 2:
      return {
        fields: [length(dice.one(['-1', '', '0x10', '1e3', '5, 5', '18446744073709551616', '+1', ' 1 1']))],
        body,
      };
    case 3:
      return { fields: [length(body.length), length(dice.chance(0.5) ? body.length : body.length + 1)], body };
    case 4:
      return { fields: [length(body.length), coded], body: chunked(dice, body) };
    case 5:
      return { fields: [['Transfer-Encoding', dice.one(['identity', 'gzip', 'chunked, gzip', 'xchunked', ''])]], body };
    case 6:
    case 7:
    case 8:
      return { fields: [coded], body: chunked(dice, body) };
    case 9:
      return { fields: [], body };
    default:
      return { fields: [length(body.length)], body };
  }
}

function storm(dice: Dice): string {
  if (!dice.chance(0.08)) return '';
  const head = dice.one([
    'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n',
    'HTTP/1.1 102 Processing\r\n\r\n',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 103 Early Hints\r\nX-A: a\x01b\r\n\r\n',
    'HTTP/1.1 199 What\r\nContent-Length: 5\r\n\r\n',
  ]);
  return head.repeat(dice.one([1, 3, 200]));
}

function headOf(dice: Dice, fields: readonly (readonly [string, string])[]): Buffer {
  const status = dice.chance(0.6) ? '200' : dice.one(STATUSES);
  const version = dice.chance(0.9) ? 'HTTP/1.1' : dice.one(VERSIONS);
  const lines = [`${version} ${status} ${dice.chance(0.9) ? 'OK' : dice.one(REASONS)}`];
  const space = dice.chance(0.97) ? ': ' : dice.one([':', ' : ', '', '=']);
  for (const [name, value] of fields) lines.push(name + space + value);
  if (dice.chance(0.01)) for (let n = 0; n < 500; n += 1) lines.push(`x-many-${n}: ${n}`);
  const end = dice.chance(0.97) ? '\r\n' : dice.one(['\n', '\r', '\n\r']);
  return bytes(storm(dice) + lines.join(end) + end + end);
}

function shuffled<T>(dice: Dice, given: readonly T[]): T[] {
  const left = [...given];
  return given.flatMap(() => left.splice(dice.below(left.length), 1));
}

function inPieces(dice: Dice, whole: Buffer): Buffer[] {
  if (dice.chance(0.6)) return [whole];
  const cuts = Array.from({ length: 1 + dice.below(4) }, () => dice.below(whole.length + 1)).sort((a, b) => a - b);
  return [0, ...cuts].map((from, n) => whole.subarray(from, cuts[n] ?? whole.length));
}

export function oddAnswer(seed: number): OddAnswer {
  const dice = diceOf(seed);
  const { fields: framing, body } = framed(dice, bodyOf(dice));
  // Most have something that lets them be kept, and few are odd in many ways at once.
  const usual: (readonly [string, string])[] = dice.chance(0.7)
    ? [
        ['Content-Type', 'text/html; charset=utf-8'],
        ['CDN-Cache-Control', 'max-age=60, stale-if-error=60'],
        ['Cache-Control', 'public, max-age=0'],
      ]
    : [];
  const odd = Array.from({ length: dice.one([0, 1, 1, 1, 2, 4]) }, () => fieldOf(dice)).flat();
  const fields = shuffled(dice, [...usual, ...odd, ...framing]);
  const whole = Buffer.concat([headOf(dice, fields), body]);
  const early = dice.chance(0.12);
  const said = early ? whole.subarray(0, dice.below(whole.length + 1)) : whole;
  const more =
    !early && dice.chance(0.04)
      ? bytes(dice.one(['\r\n', 'x', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx']))
      : bytes('');
  return { pieces: inPieces(dice, Buffer.concat([said, more])), ending: dice.one(['open', 'open', 'end', 'reset']) };
}
