/** Rewrites the outlines of a TrueType font with fewer points. Everything else in the file stays as it is. */
import * as fontkit from 'fontkit';
import { fitContour, type Contour, type Fitting, type Point, type Segment } from './fit-outline';

export function contoursOf(commands: fontkit.Path['commands']): readonly Contour[] {
  const contours: { start: Point; segments: Segment[] }[] = [];
  for (const { command, args } of commands) {
    const [x1 = 0, y1 = 0, x = x1, y = y1] = args;
    if (command === 'moveTo') contours.push({ start: { x: x1, y: y1 }, segments: [] });
    else if (command === 'lineTo') contours.at(-1)?.segments.push({ control: null, end: { x: x1, y: y1 } });
    else if (command === 'quadraticCurveTo') {
      contours.at(-1)?.segments.push({ control: { x: x1, y: y1 }, end: { x, y } });
    } else if (command === 'bezierCurveTo') throw new TypeError('not a TrueType outline');
  }
  return contours.map(closed).filter(({ segments }) => segments.length > 1);
}

function closed({ start, segments }: Contour): Contour {
  const end = segments.at(-1)?.end;
  if (!end || (end.x === start.x && end.y === start.y)) return { start, segments };
  return { start, segments: [...segments, { control: null, end: start }] };
}

interface CurvePoint extends Point {
  readonly onCurve: boolean;
}

/** A point on the curve half-way between two control points goes without saying. */
function pointsOf({ start, segments }: Contour): readonly CurvePoint[] {
  const all: CurvePoint[] = [{ ...start, onCurve: true }];
  for (const { control, end } of segments) {
    if (control) all.push({ ...control, onCurve: false });
    all.push({ ...end, onCurve: true });
  }
  all.pop();
  return all.filter((point, index) => {
    const [before, after] = [all.at(index - 1), all[(index + 1) % all.length]];
    if (index === 0 || !point.onCurve || !before || !after || before.onCurve || after.onCurve) return true;
    return Math.hypot((before.x + after.x) / 2 - point.x, (before.y + after.y) / 2 - point.y) > 0.75;
  });
}

const ON_CURVE = 1;

/** A simple glyph with two bytes for every step: the compression of WOFF2 packs it better than TrueType could. */
function glyphData(contours: readonly Contour[]): Buffer {
  const lists = contours.map(pointsOf);
  const points = lists.flat();
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const words: number[] = [lists.length, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  let count = 0;
  for (const list of lists) words.push((count += list.length) - 1);
  words.push(0);
  const steps = [...xs.map((x, index) => x - (xs[index - 1] ?? 0)), ...ys.map((y, index) => y - (ys[index - 1] ?? 0))];
  const data = Buffer.concat([
    int16(words),
    Buffer.from(points.map(({ onCurve }) => (onCurve ? ON_CURVE : 0))),
    int16(steps),
  ]);
  return Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
}

function int16(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => buffer.writeInt16BE(value, index * 2));
  return buffer;
}

/** @param fitting in font units */
export function fitFontOutlines(truetype: Buffer, fitting: Fitting): Buffer {
  const font = fontkit.create(truetype);
  if (!('getGlyph' in font)) throw new TypeError('a collection, not a font');
  const tables = readTables(truetype);
  const [glyf, loca, head] = [tables.get('glyf'), tables.get('loca'), tables.get('head')];
  if (!glyf || !loca || !head) throw new TypeError('not a TrueType font');
  const long = head.readInt16BE(50) === 1;
  const offset = (index: number) => (long ? loca.readUInt32BE(index * 4) : loca.readUInt16BE(index * 2) * 2);
  const glyphs = Array.from({ length: font.numGlyphs }, (_, index) => {
    const old = glyf.subarray(offset(index), offset(index + 1));
    // Empty ones and those put together from others are kept.
    if (old.length === 0 || old.readInt16BE(0) < 0) return old;
    return glyphData(contoursOf(font.getGlyph(index).path.commands).map((contour) => fitContour(contour, fitting)));
  });
  const offsets = Buffer.alloc((glyphs.length + 1) * 4);
  let end = 0;
  glyphs.forEach((glyph, index) => offsets.writeUInt32BE((end += glyph.length), (index + 1) * 4));
  const newHead = Buffer.from(head);
  newHead.writeInt16BE(1, 50);
  return writeTables(
    truetype,
    new Map([...tables, ['glyf', Buffer.concat(glyphs)], ['loca', offsets], ['head', newHead]]),
  );
}

const HEADER_BYTES = 12;
const RECORD_BYTES = 16;

function readTables(font: Buffer): Map<string, Buffer> {
  const count = font.readUInt16BE(4);
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const record = HEADER_BYTES + index * RECORD_BYTES;
      const start = font.readUInt32BE(record + 8);
      return [
        font.toString('latin1', record, record + 4),
        font.subarray(start, start + font.readUInt32BE(record + 12)),
      ];
    }),
  );
}

/** Checksums are left at zero: the cutter that reads this next writes its own. */
function writeTables(original: Buffer, tables: ReadonlyMap<string, Buffer>): Buffer {
  const header = Buffer.alloc(HEADER_BYTES + tables.size * RECORD_BYTES);
  original.copy(header, 0, 0, HEADER_BYTES);
  const parts = [header];
  let at = header.length;
  [...tables].forEach(([tag, data], index) => {
    const record = HEADER_BYTES + index * RECORD_BYTES;
    header.write(tag, record, 'latin1');
    header.writeUInt32BE(at, record + 8);
    header.writeUInt32BE(data.length, record + 12);
    const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
    parts.push(padded);
    at += padded.length;
  });
  return Buffer.concat(parts);
}
