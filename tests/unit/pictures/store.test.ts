import { readdir, readFile, stat } from 'node:fs/promises';
import { createPictureStore, type PictureStore } from '../../../server/pictures/store';
import { withDirectory } from '../../setup/directory';

const directory = withDirectory();
let store: PictureStore;
beforeEach(() => void (store = createPictureStore({ directory: directory.path })));

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>\n';

test('a picture is kept under its name and the hash of its content', async () => {
  const store = createPictureStore({ directory: directory.at('new', 'folder') });
  const file = await store.write('after-rain', SVG);
  expect(file).toMatch(/^after-rain\.[0-9a-f]{10}\.svg$/);
  expect(await readFile(store.pathOf(file), 'utf8')).toBe(SVG);
  expect(await store.has(file)).toBe(true);
  expect(await store.has(file.replace('after-rain', 'before-rain'))).toBe(false);
});

test('the same content is written once, other content beside it', async () => {
  const first = await store.write('ink', SVG);
  const written = await stat(store.pathOf(first));
  expect(await store.write('ink', SVG)).toBe(first);
  expect((await stat(store.pathOf(first))).mtimeMs).toBe(written.mtimeMs);
  const second = await store.write('ink', SVG.replace('/>', ' width="1"/>'));
  expect(second).not.toBe(first);
  expect((await readdir(directory.path)).sort()).toEqual([first, second].sort());
});

test('many writers of one picture leave one whole file and no drafts', async () => {
  const names = await Promise.all(Array.from({ length: 20 }, () => store.write('ink', SVG)));
  expect(new Set(names).size).toBe(1);
  expect(await readdir(directory.path)).toEqual([names[0]]);
});

test('a failed write leaves no draft behind', async () => {
  const blocked = createPictureStore({ directory: directory.at(await store.write('ink', SVG), 'below') });
  await expect(blocked.write('ink', SVG)).rejects.toThrow();
  expect(await readdir(directory.path)).toHaveLength(1);
});

test('names that would leave the folder are refused', async () => {
  for (const name of ['../ink', 'a/b', 'Ink', '', 'ink.svg', '-ink', 'a--b']) {
    await expect(store.write(name, SVG)).rejects.toThrow(TypeError);
  }
  for (const file of ['../ink.0123456789.svg', 'ink.svg', 'ink.0123456789.png', 'ink.012345678.svg', '']) {
    expect(() => store.pathOf(file)).toThrow(TypeError);
  }
});
