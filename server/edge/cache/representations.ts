/** An answer's body in the codings it is kept in: compressed once, when it is stored. */
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gunzip, gzip } from 'node:zlib';
import type { ContentEncoding } from './content-encoding';

export type Representations = Readonly<Partial<Record<ContentEncoding, Buffer>>> & { readonly identity: Buffer };

export const COMPRESSIBLE = /^(?:text\/|application\/(?:json|javascript|xml|[a-z.+-]+\+(?:json|xml))|image\/svg\+xml)/;
/** Below this the head is longer than what is saved. */
export const SMALLEST = 256;
/** Of a page that is compressed while its first visitor waits: 1 ms, and 3 % larger than the next three steps. */
const BROTLI_QUALITY = 5;
const GZIP_LEVEL = 6;
/** Of what a shop's own server can't have meant: decompressing stops there. */
const LARGEST = 16 * 1024 * 1024;

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);
const decompressBrotli = promisify(brotliDecompress);
const decompressGzip = promisify(gunzip);

export type Coding = Exclude<ContentEncoding, 'identity'>;

export async function compressed(identity: Buffer, coding: Coding): Promise<Buffer> {
  if (coding === 'gzip') return compressGzip(identity, { level: GZIP_LEVEL });
  return compressBrotli(identity, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
    },
  });
}

async function identityOf(body: Buffer, encoding: string): Promise<Buffer> {
  if (encoding === 'br') return decompressBrotli(body, { maxOutputLength: LARGEST });
  if (encoding === 'gzip') return decompressGzip(body, { maxOutputLength: LARGEST });
  return body;
}

/**
 * @param encoding the answer's Content-Encoding; what the shop compressed at build time, harder, is kept as it is
 * @throws Error for a coding that is not ours, or a body that isn't what it says
 */
export async function representationsOf(body: Buffer, encoding: string, contentType: string): Promise<Representations> {
  if (!['', 'identity', 'br', 'gzip'].includes(encoding)) throw new Error(`unknown content coding ${encoding}`);
  const identity = await identityOf(body, encoding);
  if (!COMPRESSIBLE.test(contentType) || identity.length < SMALLEST) return { identity };
  const [br, zipped] = await Promise.all([
    encoding === 'br' ? body : compressed(identity, 'br'),
    encoding === 'gzip' ? body : compressed(identity, 'gzip'),
  ]);
  return {
    identity,
    ...(br.length < identity.length ? { br } : {}),
    ...(zipped.length < identity.length ? { gzip: zipped } : {}),
  };
}
