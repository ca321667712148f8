/** A name carries its content's hash, so a file never changes and may be cached for ever. */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createFileAtomic } from '../process/atomic-file';
import { exists } from '../process/read-file';

export interface PictureStore {
  /** @returns the file's name, `<name>.<hash>.svg` */
  write(name: string, svg: string): Promise<string>;
  writePhoto(fileName: string, content: Buffer): Promise<void>;
  has(fileName: string): Promise<boolean>;
  /** Absolute path of a file name this store gave out. Throws on anything else. */
  pathOf(fileName: string): string;
}

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const FILE_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*\.[0-9a-f]{10}(?:\.svg|-\d{1,4}\.(?:avif|webp|jpg))$/;

export function pictureFileName(name: string, svg: string): string {
  if (!NAME.test(name)) throw new TypeError(`not a picture name: ${name}`);
  return `${name}.${createHash('sha256').update(svg).digest('hex').slice(0, 10)}.svg`;
}

export function createPictureStore({ directory }: { readonly directory: string }): PictureStore {
  function pathOf(fileName: string): string {
    if (!FILE_NAME.test(fileName)) throw new TypeError(`not a picture file name: ${fileName}`);
    return path.join(path.resolve(directory), fileName);
  }

  async function put(fileName: string, content: string | Buffer): Promise<void> {
    const target = pathOf(fileName);
    if (await exists(target)) return;
    await mkdir(directory, { recursive: true });
    // Whole and on the disk before it has its name: whoever is given the name notes down that it is there.
    await createFileAtomic(target, content);
  }

  return {
    pathOf,
    has: (fileName) => exists(pathOf(fileName)),
    writePhoto: put,
    async write(name, svg) {
      const fileName = pictureFileName(name, svg);
      await put(fileName, svg);
      return fileName;
    },
  };
}
