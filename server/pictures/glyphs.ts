/** Text as outlines, from Noto Serif KR Light: a picture needs no font where it is shown, nor for names of tomorrow. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as fontkit from 'fontkit';
import { num } from './svg';

/** Outlines are kept on a coarse grid: at label size a step is a seventh of a unit of the picture. */
const GRID_PER_EM = 250;

export interface Outline {
  /** Path data in grid units, baseline at 0, y downwards. */
  readonly path: string;
  /** Advance width in ems. */
  readonly width: number;
}

/** Lends outlines of single characters and of words. */
export interface Glyphs {
  /** Characters the typeface does not know are left out. */
  outlineOf(text: string): Outline;
}

interface Slice {
  readonly file: string;
  readonly ranges: readonly (readonly [number, number])[];
}

/** Scale factor from grid units to a type size. */
export function gridScale(size: number): number {
  return size / GRID_PER_EM;
}

export function createGlyphs(): Glyphs {
  const directory = path.dirname(require.resolve('@fontsource/noto-serif-kr/package.json'));
  const slices = readSlices(directory);
  const fonts = new Map<string, fontkit.Font>();
  const outlines = new Map<string, Outline>();

  function fontFor(codePoint: number): fontkit.Font | null {
    const slice = slices.find(({ ranges }) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to));
    if (!slice) return null;
    const known = fonts.get(slice.file);
    if (known) return known;
    const opened = fontkit.create(readFileSync(path.join(directory, 'files', slice.file)));
    if (!('layout' in opened)) throw new TypeError(`${slice.file} is a collection, not a font`);
    fonts.set(slice.file, opened);
    return opened;
  }

  function glyphOf(character: string): Outline {
    const known = outlines.get(character);
    if (known) return known;
    const outline = draw(character, fontFor(character.codePointAt(0) ?? 0));
    outlines.set(character, outline);
    return outline;
  }

  return {
    outlineOf(text) {
      let [data, width] = ['', 0];
      for (const character of text.normalize('NFC')) {
        const glyph = glyphOf(character);
        data += glyph.path.replace('M', `M${Math.round(width * GRID_PER_EM)} 0m`);
        width += glyph.width;
      }
      return { path: data, width };
    },
  };
}

function readSlices(directory: string): readonly Slice[] {
  const ranges = JSON.parse(readFileSync(path.join(directory, 'unicode.json'), 'utf8')) as Record<string, string>;
  return Object.entries(ranges).map(([name, list]) => ({
    file: `noto-serif-kr-${name.replace(/[[\]]/g, '')}-300-normal.woff2`,
    ranges: list.split(',').map((range) => {
      const [from = '', to = from] = range.replace('U+', '').split('-');
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
    }),
  }));
}

const NOTHING: Outline = { path: '', width: 0 };

function draw(character: string, font: fontkit.Font | null): Outline {
  if (!font?.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) return NOTHING;
  const glyph = font.layout(character).glyphs[0];
  if (!glyph) return NOTHING;
  const scale = GRID_PER_EM / font.unitsPerEm;
  return { path: relativePath(glyph.path.commands, scale), width: glyph.advanceWidth / font.unitsPerEm };
}

const LETTERS = { moveTo: 'm', lineTo: 'l', quadraticCurveTo: 'q', bezierCurveTo: 'c', closePath: 'z' } as const;

/** Whole-number relative commands: half the bytes of absolute ones. Begins with one absolute `M`. */
function relativePath(commands: fontkit.Path['commands'], scale: number): string {
  let [penX, penY, startX, startY] = [0, 0, 0, 0];
  let text = '';
  for (const { command, args } of commands) {
    const points = args.map((value, index) => Math.round(value * scale) * (index % 2 ? -1 : 1));
    if (command === 'closePath') {
      text += 'z';
      [penX, penY] = [startX, startY];
      continue;
    }
    const relative = points.map((value, index) => value - (index % 2 ? penY : penX));
    text += (text === '' ? 'M' : LETTERS[command]) + joined(relative);
    [penX = 0, penY = 0] = points.slice(-2);
    if (command === 'moveTo') [startX, startY] = [penX, penY];
  }
  return text;
}

function joined(values: readonly number[]): string {
  return values.map((value, index) => (index > 0 && value >= 0 ? ' ' : '') + num(value, 0)).join('');
}
