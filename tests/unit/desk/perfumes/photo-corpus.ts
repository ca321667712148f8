import { deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** Grey with a red square at the upper left, so that it can be seen which way up it is. */
export function picture(width = 800, height = 600): sharp.Sharp {
  const size = Math.round(Math.min(width, height) / 3);
  const square = { create: { width: size, height: size, channels: 3 as const, background: '#d01010' } };
  return sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .composite([{ input: square, left: 0, top: 0 }])
    .removeAlpha();
}

export const jpeg = (width?: number, height?: number): Promise<Buffer> => picture(width, height).jpeg().toBuffer();
export const png = (): Promise<Buffer> => picture().png().toBuffer();
export const webp = (): Promise<Buffer> => picture().webp().toBuffer();
export const avif = (): Promise<Buffer> => picture().avif({ effort: 0 }).toBuffer();

/** On its side, as phones save it: to be turned by a quarter, taken at a place that is nobody's business. */
export const sidewaysWithPlace = (): Promise<Buffer> =>
  picture()
    .withExif({
      IFD0: { Make: 'A telephone', Copyright: 'secret-owner' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 34/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '126/1 58/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

export const svg = (): Buffer =>
  Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>');

export const gifWithScript = (): Buffer =>
  Buffer.concat([Buffer.from('GIF89a/*'), Buffer.alloc(20), Buffer.from('*/=1;alert(document.domain)//')]);

/** A picture to one reader, a page to another: in a comment of the JPEG, and behind its end. */
export async function pageInside(): Promise<Buffer> {
  const image = await jpeg();
  const page = Buffer.from('<html><body><script>alert(1)</script></body></html>');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(page.length + 2);
  return Buffer.concat([image.subarray(0, 2), Buffer.from([0xff, 0xfe]), length, page, image.subarray(2)]);
}
export const pageBehind = async (): Promise<Buffer> =>
  Buffer.concat([await png(), Buffer.from('<!doctype html><script>alert(1)</script>')]);

export async function archiveBehind(): Promise<Buffer> {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  return Buffer.concat([await jpeg(), Buffer.from('PK\x03\x04 some entry', 'latin1'), end]);
}

export const truncated = async (): Promise<Buffer> => {
  const image = await jpeg(1200, 900);
  return image.subarray(0, Math.floor(image.length / 2));
};

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** A few hundred bytes that claim to be 2.5 thousand million pixels. */
export function bomb(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(50_000, 0);
  header.writeUInt32BE(50_000, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(150_001))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export const heic = (): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(200)]);
