/** Text as outlines, from Noto Serif KR Light: a picture needs no font where it is shown, nor for names of tomorrow. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as fontkit from 'fontkit';
import { num } from './svg';

/** Steps of the grid outlines are kept on: fine for names, where a step is a sixth of a unit of the picture… */
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

/** Lends outlines of single characters and of words. */
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
  return {
    path: relativePath(glyph.path.commands, gridPerEm / font.unitsPerEm),
    gridPerEm,
    width: glyph.advanceWidth / font.unitsPerEm,
  };
}

const LETTERS = { moveTo: 'm', lineTo: 'l', quadraticCurveTo: 'q', bezierCurveTo: 'c', closePath: 'z' } as const;

/** Whole-number relative commands, straight lines as `h` and `v`, a letter only where it changes. Begins with `M`. */
function relativePath(commands: fontkit.Path['commands'], scale: number): string {
  let [penX, penY, startX, startY] = [0, 0, 0, 0];
  const segments: Segment[] = [];
  for (const { command, args } of commands) {
    if (command === 'closePath') {
      segments.push({ letter: 'z', values: [] });
      [penX, penY] = [startX, startY];
      continue;
    }
    const points = args.map((value, index) => Math.round(value * scale) * (index % 2 ? -1 : 1));
    const relative = points.map((value, index) => value - (index % 2 ? penY : penX));
    append(segments, straightened({ letter: LETTERS[command], values: relative }));
    [penX = 0, penY = 0] = points.slice(-2);
    if (command === 'moveTo') [startX, startY] = [penX, penY];
  }
  return written(segments);
}

interface Segment {
  readonly letter: string;
  readonly values: readonly number[];
}

/** A curve that strays from its chord by less than half a grid step is a line, and a level or plumb one is `h` or `v`. */
function straightened({ letter, values }: Segment): Segment {
  const [x1 = 0, y1 = 0, dx = x1, dy = y1] = values;
  const bow = Math.abs(x1 * dy - y1 * dx) / Math.max(1, Math.hypot(dx, dy));
  const line = letter === 'l' || (letter === 'q' && bow < 1 && x1 * dx + y1 * dy >= 0);
  if (!line) return { letter, values };
  if (dy === 0) return { letter: 'h', values: [dx] };
  return dx === 0 ? { letter: 'v', values: [dy] } : { letter: 'l', values: [dx, dy] };
}

/** Joins a level or plumb line with the one before it when both run the same way. */
function append(segments: Segment[], next: Segment): void {
  const last = segments.at(-1);
  const [before = 0, more = 0] = [last?.values[0], next.values[0]];
  const joins = last?.letter === next.letter && /[hv]/.test(next.letter) && before * more > 0;
  if (joins) segments[segments.length - 1] = { letter: next.letter, values: [before + more] };
  else segments.push(next);
}

function written(segments: readonly Segment[]): string {
  return segments
    .map(({ letter, values }, index) => {
      const continued = index > 0 && segments[index - 1]?.letter === letter && letter !== 'm';
      const list = values.map((value, at) => ((continued || at > 0) && value >= 0 ? ' ' : '') + num(value, 0)).join('');
      return (continued ? '' : index === 0 ? 'M' : letter) + list;
    })
    .join('');
}
