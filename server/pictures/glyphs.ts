/** Text as outlines, from Noto Serif KR Light: a picture needs no font where it is shown, nor for names of tomorrow. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as fontkit from 'fontkit';
import { fitContour, type Contour, type Point } from './fit-outline';
import { num } from './svg';
import { contoursOf } from './truetype-outlines';

/** Steps of the grid outlines are kept on: for names a sixth of a unit of the picture… */
export const NAME_GRID = 200;
/** …and coarse for small print. */
export const SMALL_PRINT_GRID = 90;

export interface Outline {
  /** Path data in grid units, baseline at 0, y downwards. */
  readonly path: string;
  /** Grid units in one em: scale by type size / gridPerEm. */
  readonly gridPerEm: number;
  /** Advance width in ems. */
  readonly width: number;
}

export interface Glyphs {
  /** Characters the typeface does not know are left out. */
  outlineOf(text: string, gridPerEm?: number): Outline;
}

interface Slice {
  readonly file: string;
  readonly ranges: readonly (readonly [number, number])[];
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

  function glyphOf(character: string, gridPerEm: number): Outline {
    const key = `${gridPerEm} ${character}`;
    const known = outlines.get(key);
    if (known) return known;
    const outline = draw(character, fontFor(character.codePointAt(0) ?? 0), gridPerEm);
    outlines.set(key, outline);
    return outline;
  }

  return {
    outlineOf(text, gridPerEm = NAME_GRID) {
      let [data, width] = ['', 0];
      for (const character of text.normalize('NFC')) {
        const glyph = glyphOf(character, gridPerEm);
        data += glyph.path.replace('M', `M${Math.round(width * gridPerEm)} 0m`);
        width += glyph.width;
      }
      return { path: data, gridPerEm, width };
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

function draw(character: string, font: fontkit.Font | null, gridPerEm: number): Outline {
  const glyph = font?.hasGlyphForCodePoint(character.codePointAt(0) ?? 0) && font.layout(character).glyphs[0];
  if (!font || !glyph) return { path: '', gridPerEm, width: 0 };
  const grid = font.unitsPerEm / gridPerEm;
  const contours = contoursOf(glyph.path.commands).map((contour) =>
    fitContour(contour, { tolerance: grid * 0.4, grid }),
  );
  return { path: relativePath(contours, grid), gridPerEm, width: glyph.advanceWidth / font.unitsPerEm };
}

/** Whole-number relative commands, a letter only where it changes. Begins with an absolute `M`. */
function relativePath(contours: readonly Contour[], grid: number): string {
  let text = '';
  let pen: Point = { x: 0, y: 0 };
  for (const { start, segments } of contours) {
    const step = (point: Point) => [(point.x - pen.x) / grid, (pen.y - point.y) / grid];
    text += (text === '' ? 'M' : 'm') + numbers(step(start), false);
    pen = start;
    let last = '';
    // A closing straight line is drawn by `z`.
    for (const { control, end } of segments.at(-1)?.control ? segments : segments.slice(0, -1)) {
      const [letter, values] = control ? ['q', [...step(control), ...step(end)]] : shortLine(step(end));
      text += (letter === last ? '' : letter) + numbers(values, letter === last);
      [pen, last] = [end, letter];
    }
    text += 'z';
    pen = start;
  }
  return text;
}

function shortLine([dx = 0, dy = 0]: readonly number[]): readonly [string, readonly number[]] {
  if (dy === 0) return ['h', [dx]];
  return dx === 0 ? ['v', [dy]] : ['l', [dx, dy]];
}

const numbers = (values: readonly number[], continued: boolean): string =>
  values.map((value, index) => ((continued || index > 0) && value >= 0 ? ' ' : '') + num(value, 0)).join('');
