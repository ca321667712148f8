import { SMALL_PRINT_GRID, type Glyphs, type Outline } from './glyphs';
import type { Form } from './shapes/form';
import { num } from './svg';

const PAPER = '#f7f3ea';
const INK = '#24201c';

export interface LabelText {
  readonly nameKo: string;
  readonly volumeMl: number;
}

export function writeLabel({ nameKo, volumeMl }: LabelText, form: Form, glyphs: Glyphs): string {
  const { x, y, width, height, upright = false } = form.label;
  const sheet =
    `<rect x="${num(x - 0.5)}" y="${num(y + 1.5)}" width="${num(width + 2.5)}" height="${num(height + 1)}" fill="#000" fill-opacity=".22"/>` +
    `<rect x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" fill="${PAPER}"/>` +
    `<rect x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" fill="url(#p)"/>` +
    `<rect x="${num(x + 5)}" y="${num(y + 5)}" width="${num(width - 10)}" height="${num(height - 10)}" fill="none" stroke="${INK}" stroke-opacity=".16" stroke-width=".8"/>`;
  const text = upright
    ? uprightText(nameKo, form, glyphs)
    : nameLines(nameKo, form, glyphs) + volumeLine(volumeMl, form, glyphs);
  return `${sheet}<g fill="${INK}">${text}</g>`;
}

const NAME_WIDTH = 0.84;
const LARGEST_TYPE = 0.31;

interface Setting {
  readonly lines: readonly Outline[];
  readonly size: number;
}

function nameLines(name: string, form: Form, glyphs: Glyphs): string {
  const { y, width, height } = form.label;
  const room = { width: width * NAME_WIDTH, height: height * 0.52 };
  const { lines, size } = bestSetting(name, room, Math.min(width, height) * LARGEST_TYPE, glyphs);
  const leading = size * 1.22;
  const middle = y + height * 0.43;
  // A Hangul syllable stands from about 0.83 em above the baseline to 0.1 below it.
  const first = middle - ((lines.length - 1) * leading) / 2 + size * 0.36;
  return lines.map((line, index) => placed(line, size, 0, first + index * leading)).join('');
}

/** One line, else as few as let the type stay larger: words are kept together, a single long word may be cut. */
function bestSetting(
  name: string,
  room: { readonly width: number; readonly height: number },
  largest: number,
  glyphs: Glyphs,
): Setting {
  const settings = [1, 2, 3].map((count): Setting => {
    const lines = splitEvenly(name, count).map((line) => glyphs.outlineOf(line));
    const widest = Math.max(0.5, ...lines.map((line) => line.width));
    return { lines, size: Math.min(largest, room.width / widest, room.height / (lines.length * 1.22)) };
  });
  // A second line must pay: a fifth larger type at least.
  return settings.reduce((best, next) => (next.size > best.size * 1.2 ? next : best));
}

/** Cuts a name into about equally long lines, between words where it has any. */
export function splitEvenly(name: string, lines: number): readonly string[] {
  const words = name.trim().split(/\s+/);
  if (lines <= 1) return [words.join(' ')];
  const joint = words.length >= lines ? ' ' : '';
  const parts = joint ? words : Array.from(words.join(' '));
  const length = (list: readonly string[]) => list.join(joint).length;
  const ideal = length(parts) / lines;
  const result: string[][] = [[]];
  for (const [index, part] of parts.entries()) {
    const line = result.at(-1) ?? [];
    const linesLeft = lines - result.length;
    const mustBreak = line.length > 0 && parts.length - index <= linesLeft;
    const mayBreak = line.length > 0 && linesLeft > 0 && length([...line, part]) > ideal * 1.15;
    if (mustBreak || mayBreak) result.push([part]);
    else line.push(part);
  }
  return result.map((line) => line.join(joint).trim()).filter((line) => line !== '');
}

function volumeLine(volumeMl: number, form: Form, glyphs: Glyphs): string {
  const { y, width, height } = form.label;
  const size = Math.min(13, height * 0.105);
  const outline = glyphs.outlineOf(`${volumeMl} ml`, SMALL_PRINT_GRID);
  const rule = `<rect x="${num(-width * 0.07)}" y="${num(y + height * 0.735)}" width="${num(width * 0.14)}" height=".9" fill-opacity=".55"/>`;
  return rule + placed(outline, size, 0, y + height * 0.86, 0.75);
}

/** On a vial the name runs downwards: Hangul stacked, letters turned. */
function uprightText(name: string, form: Form, glyphs: Glyphs): string {
  const { y, width, height } = form.label;
  const characters = Array.from(name.replace(/\s+/g, ' ').trim());
  const stacked = characters.every((character) => /[\p{Script=Hangul}\p{Script=Han}\s]/u.test(character));
  if (!stacked) {
    const outline = glyphs.outlineOf(name);
    const size = Math.min(width * 0.42, (height * 0.86) / Math.max(1, outline.width));
    const turned = placed(outline, size, 0, size * 0.34);
    return `<g transform="translate(0 ${num(y + height / 2)})rotate(90)">${turned}</g>`;
  }
  const steps = characters.reduce((sum, character) => sum + (character === ' ' ? 0.45 : 1.12), 0);
  const size = Math.min(width * 0.56, (height * 0.86) / steps);
  let baseline = y + height / 2 - (steps * size) / 2 + size * 0.9;
  return characters
    .map((character) => {
      const at = baseline;
      baseline += size * (character === ' ' ? 0.45 : 1.12);
      return character === ' ' ? '' : placed(glyphs.outlineOf(character), size, 0, at);
    })
    .join('');
}

function placed(outline: Outline, size: number, middleX: number, baseline: number, opacity = 1): string {
  if (outline.path === '') return '';
  const x = middleX - (outline.width * size) / 2;
  const alpha = opacity < 1 ? ` fill-opacity="${num(opacity, 2)}"` : '';
  return `<path transform="translate(${num(x)} ${num(baseline)})scale(${num(size / outline.gridPerEm, 4)})"${alpha} d="${outline.path}"/>`;
}
