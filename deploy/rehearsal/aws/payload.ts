/** A signed request's body: whole, or in chunks of which each may be signed, with a checksum behind the last. */
import zlib from 'node:zlib';
import { crc64Nvme } from './crc64';
import { RefusedError } from './refusal';
import { headerOf, hmac, isSame, sha256Hex, type SignedRequest } from './request';

/** What its chunks are signed with, where a body is signed chunk by chunk. */
export interface SigningContext {
  readonly signingKey: Buffer;
  readonly scope: string;
  readonly date: string;
  readonly signature: string;
}

const EMPTY_HASH = sha256Hex('');

/** @throws RefusedError where it is not what was signed */
export function readPayload(request: SignedRequest, payloadHash: string, signed: SigningContext): Buffer {
  if (payloadHash === 'UNSIGNED-PAYLOAD') return request.body;
  if (payloadHash.startsWith('STREAMING-')) return readStream(request, payloadHash, signed);
  if (sha256Hex(request.body) === payloadHash) return request.body;
  throw new RefusedError('XAmzContentSHA256Mismatch', 'the body is not the one whose hash was signed', 400);
}

/** How a stream is called whose chunks, and whose trailer, are signed, and one whose aren't. */
const STREAMS: Readonly<Record<string, { readonly isSigned: boolean; readonly hasTrailer: boolean }>> = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { isSigned: true, hasTrailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { isSigned: true, hasTrailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { isSigned: false, hasTrailer: true },
};

function readStream(request: SignedRequest, name: string, signed: SigningContext): Buffer {
  const kind = STREAMS[name];
  if (!kind) throw new RefusedError('NotImplemented', `${name} is not rehearsed`, 501);
  const { chunks, trailer } = splitStream(request.body);
  let previous = signed.signature;
  const sign = (what: string, ...parts: readonly string[]): string =>
    hmac(signed.signingKey, [what, signed.date, signed.scope, previous, ...parts].join('\n')).toString('hex');
  if (kind.isSigned) {
    for (const { content, signature } of chunks) {
      const expected = sign('AWS4-HMAC-SHA256-PAYLOAD', EMPTY_HASH, sha256Hex(content));
      if (!isSame(expected, signature)) throw new RefusedError('SignatureDoesNotMatch', "a chunk's is not its own");
      previous = expected;
    }
  }
  const whole = Buffer.concat(chunks.map(({ content }) => content));
  if (whole.length !== Number(headerOf(request, 'x-amz-decoded-content-length'))) {
    throw new RefusedError('IncompleteBody', `${whole.length} bytes came`, 400);
  }
  if (kind.hasTrailer) {
    if (kind.isSigned) checkTrailerSignature(trailer, (text) => sign('AWS4-HMAC-SHA256-TRAILER', sha256Hex(text)));
    checkSum(whole, trailer, headerOf(request, 'x-amz-trailer'));
  }
  return whole;
}

interface Stream {
  readonly chunks: readonly { readonly content: Buffer; readonly signature: string }[];
  /** What stands behind the last chunk, which is empty. */
  readonly trailer: ReadonlyMap<string, string>;
}

/** `LENGTH[;chunk-signature=…]`, the bytes, and so on to a chunk of none; then lines as of a head. */
function splitStream(body: Buffer): Stream {
  const chunks: { content: Buffer; signature: string }[] = [];
  for (let at = 0; ;) {
    const lineEnd = body.indexOf('\r\n', at);
    const line = lineEnd < 0 ? '' : body.toString('latin1', at, lineEnd);
    const [, hex = '', signature = ''] = /^([0-9a-f]+)(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line) ?? [];
    if (hex === '') throw new RefusedError('IncompleteBody', 'a chunk begins with its length', 400);
    const begin = lineEnd + 2;
    const length = parseInt(hex, 16);
    if (begin + length > body.length) throw new RefusedError('IncompleteBody', 'a chunk is cut off', 400);
    chunks.push({ content: body.subarray(begin, begin + length), signature });
    if (length === 0) return { chunks, trailer: readTrailer(body.toString('latin1', begin)) };
    at = begin + length + 2;
  }
}

function readTrailer(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  return new Map(lines.map((line) => [line.split(':', 1)[0]?.trim() ?? '', line.replace(/^[^:]*:/, '').trim()]));
}

const TRAILER_SIGNATURE = 'x-amz-trailer-signature';

function checkTrailerSignature(trailer: Stream['trailer'], sign: (text: string) => string): void {
  const lines = [...trailer]
    .filter(([name]) => name !== TRAILER_SIGNATURE)
    .map(([name, value]) => `${name}:${value}\n`);
  if (isSame(sign(lines.join('')), trailer.get(TRAILER_SIGNATURE) ?? '')) return;
  throw new RefusedError('SignatureDoesNotMatch', "the trailer's is not its own");
}

const SUMS: Readonly<Record<string, (content: Buffer) => Buffer>> = {
  'x-amz-checksum-crc32'(content) {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(zlib.crc32(content));
    return sum;
  },
  'x-amz-checksum-crc64nvme': crc64Nvme,
  'x-amz-checksum-sha256': (content) => Buffer.from(sha256Hex(content), 'hex'),
};

function checkSum(content: Buffer, trailer: Stream['trailer'], name: string): void {
  const sum = SUMS[name];
  if (!sum) throw new RefusedError('NotImplemented', `the checksum "${name}" is not rehearsed`, 501);
  if (sum(content).toString('base64') === trailer.get(name)) return;
  throw new RefusedError('BadDigest', `the ${name} is another one`, 400);
}
