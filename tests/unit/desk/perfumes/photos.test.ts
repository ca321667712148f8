import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { createPhotos, type PhotoOutcome } from '../../../../server/pictures/photos';
import { createPictureStore } from '../../../../server/pictures/store';
import { withDirectory } from '../../../setup/directory';
import * as corpus from './photo-corpus';

const directory = withDirectory();
const keep = (bytes: Buffer): Promise<PhotoOutcome> =>
  createPhotos(createPictureStore({ directory: directory.path })).keep('after-rain', bytes);
const kept = (): string[] => readdirSync(directory.path).sort();

async function colourAt(file: string, x: number, y: number): Promise<readonly number[]> {
  const { data, info } = await sharp(directory.at(file)).raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return [...data.subarray(at, at + 3)];
}

test('a photo becomes nine files, in three formats and three widths', async () => {
  const outcome = await keep(await corpus.jpeg(2000, 1500));
  expect(outcome).toMatchObject({ ok: true, photo: { width: 1600, height: 1200 } });
  expect(kept()).toHaveLength(9);
  for (const file of kept()) {
    const [, width, format] = /^after-rain\.[0-9a-f]{10}-(\d+)\.(avif|webp|jpg)$/.exec(file) ?? [];
    const read = await sharp(directory.at(file)).metadata();
    expect(read.width).toBe(Number(width));
    expect(read.format).toBe({ avif: 'heif', webp: 'webp', jpg: 'jpeg' }[format!]);
  }
});

test('a small photo is never enlarged', async () => {
  expect(await keep(await corpus.jpeg(600, 400))).toMatchObject({ ok: true, photo: { width: 600, height: 400 } });
  expect(kept().filter((file) => file.endsWith('.jpg'))).toHaveLength(2);
});

test.each([
  ['PNG', corpus.png],
  ['WebP', corpus.webp],
  ['AVIF', corpus.avif],
  ['a grey JPEG', () => corpus.picture().greyscale().toColourspace('b-w').jpeg().toBuffer()],
  ['a see-through PNG', () => corpus.picture().ensureAlpha(0.5).png().toBuffer()],
])('%s is taken', async (_name, make) => {
  expect(await keep(await make())).toMatchObject({ ok: true, photo: { width: 800, height: 600 } });
});

test('it stands upright, and nothing of where and with what it was taken is left', async () => {
  const original = await corpus.sidewaysWithPlace();
  const before = await sharp(original).metadata();
  expect([before.orientation, before.exif?.includes('secret-owner')]).toEqual([6, true]);
  expect(await keep(original)).toMatchObject({ ok: true, photo: { width: 600, height: 800 } });
  for (const file of kept()) {
    const after = await sharp(directory.at(file)).metadata();
    expect([after.exif, after.xmp, after.icc, after.orientation]).toEqual([undefined, undefined, undefined, undefined]);
    expect(readFileSync(directory.at(file)).includes('secret-owner')).toBe(false);
  }
  const largest = kept().find((file) => file.endsWith('-600.jpg'))!;
  // What was at the upper left lies at the upper right after a quarter turn.
  const [red = 0, green = 255] = await colourAt(largest, 560, 40);
  expect(red - green).toBeGreaterThan(100);
});

test('whatever bytes there are behind a known beginning, it is an answer and not an accident', async () => {
  const beginnings = ['\xff\xd8\xff\xe0', '\x89PNG\r\n\x1a\n', 'RIFF\x24\0\0\0WEBP', '\0\0\0\x1cftypavif\0\0\0\0avif'];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 400 }), async (beginning, rest) => {
      const outcome = await keep(Buffer.concat([Buffer.from(beginning, 'latin1'), rest]));
      expect(outcome.ok).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('the same photo twice is the same files', async () => {
  const bytes = await corpus.jpeg();
  const photos = createPhotos(createPictureStore({ directory: directory.path }));
  const [one, other] = await Promise.all([photos.keep('after-rain', bytes), photos.keep('after-rain', bytes)]);
  expect(one).toEqual(other);
});
