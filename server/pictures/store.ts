/** A name carries its content's hash, so a file never changes and may be cached for ever. */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createFileAtomic } from '../process/atomic-file';
import { exists } from '../process/read-file';

export type PictureStore = ReturnType<typeof createPictureStore>;

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const FILE_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*\.[0-9a-f]{10}(?:\.svg|-\d{1,4}\.(?:avif|webp|jpg))$/;

function pictureFileName(name: string, svg: string): string {
  if (!NAME.test(name)) throw new TypeError(`not a picture name: ${name}`);
  return `${name}.${createHash('sha256').update(svg).digest('hex').slice(0, 10)}.svg`;
}

export function createPictureStore({ directory }: { readonly directory: string }) {
  /** @throws for a name that this store didn't give out */
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
    has: (fileName: string) => exists(pathOf(fileName)),
    writePhoto: put,
    /** @returns the file's name, `<name>.<hash>.svg` */
    async write(name: string, svg: string): Promise<string> {
      const fileName = pictureFileName(name, svg);
      await put(fileName, svg);
      return fileName;
    },
  };
}
