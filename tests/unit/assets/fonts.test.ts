import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as fontkit from 'fontkit';
import { fontFaces, unicodeRange } from '../../../server/assets/font-faces';
import { findRoot } from '../../../server/config/paths';
import { houses, notes } from '../../../server/seed/catalogue';

const publicDirectory = path.join(findRoot(), 'public');
const fontFile = (name: string) => path.join(publicDirectory, 'fonts', name);
const css = readFileSync(path.join(publicDirectory, 'css', 'fonts.css'), 'utf8');

interface Face {
  readonly file: string;
  readonly ranges: readonly (readonly [number, number])[];
}

const faces: readonly Face[] = [...css.matchAll(/url\('\.\.\/fonts\/([^']+)'\)[^}]*?unicode-range:\s*([^;]+);/g)].map(
  ([, file = '', list = '']) => ({
    file,
    ranges: list.split(',').map((range) => {
      const [from = '', to = from] = range.trim().replace('U+', '').split('-');
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
    }),
  }),
);

function filesFor(text: string): ReadonlySet<string> {
  return new Set(
    Array.from(text).map((character) => {
      const code = character.codePointAt(0)!;
      const face = faces.findLast(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to));
      if (!face) throw new Error(`no slice has ${character}`);
      return face.file;
    }),
  );
}

const bytesOf = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + statSync(fontFile(file)).size, 0);

test('every slice is declared once and lies beside its licence', () => {
  const files = readdirSync(path.join(publicDirectory, 'fonts'));
  expect(faces.map(({ file }) => file).sort()).toEqual(files.filter((file) => file.endsWith('.woff2')).sort());
  expect(readFileSync(fontFile('ofl.txt'), 'utf8')).toContain('SIL OPEN FONT LICENSE Version 1.1');
});

test('all names of the seeded shop together load no more than 60 kB of fonts', () => {
  const named = [...houses, ...houses.flatMap(({ perfumes }) => perfumes), ...notes];
  const text = named.map(({ name }) => `${name.ko} ${name.en}`).join(' ');
  expect(bytesOf(filesFor(text))).toBeLessThanOrEqual(60_000);
});

test('the first headline needs no more than letters and core', () => {
  expect([...filesFor('향은 보이지 않는 빛입니다. 2026')].sort()).toEqual(['serif-core.woff2', 'serif-latin.woff2']);
});

test('a name of any common syllables, added later, is in a slice that has it', () => {
  const decoder = new TextDecoder('euc-kr');
  const fonts = new Map(
    faces.map(({ file }) => [
      file,
      new Set((fontkit.create(readFileSync(fontFile(file))) as fontkit.Font).characterSet),
    ]),
  );
  for (let index = 0; index < 25 * 94; index += 1) {
    const syllable = decoder.decode(Uint8Array.of(0xb0 + Math.floor(index / 94), 0xa1 + (index % 94)));
    const [file = ''] = filesFor(syllable);
    expect(fonts.get(file)?.has(syllable.codePointAt(0)!)).toBe(true);
  }
});

test('ranges are as short as they can be', () => {
  const characters = Array.from('abcxz가');
  expect(unicodeRange({ name: 'x', characters, plainRange: false })).toBe('U+61-63, U+78, U+7A, U+AC00');
  expect(unicodeRange({ name: 'x', characters, plainRange: true })).toBe('U+61-AC00');
});

test('fallbacks take the room of the serif: their metrics are scaled back by what they are sized by', () => {
  const faces = fontFaces([]).split('@font-face').slice(1);
  expect(faces.length).toBeGreaterThan(3);
  for (const face of faces) {
    const percent = (name: string) => Number(new RegExp(`${name}: ([\\d.]+)%`).exec(face)?.[1]) / 100;
    expect(percent('size-adjust') * percent('ascent-override')).toBeCloseTo(1.151, 3);
    expect(percent('size-adjust') * percent('descent-override')).toBeCloseTo(0.286, 3);
    expect(percent('line-gap-override')).toBe(0);
  }
});
