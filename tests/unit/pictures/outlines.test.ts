import fc from 'fast-check';
import { fitContour, type Contour, type Point, type Segment } from '../../../server/pictures/fit-outline';
import { createGlyphs } from '../../../server/pictures/glyphs';

const along = (from: Point, { control, end }: Segment, t: number): Point => {
  const mid = control ?? { x: (from.x + end.x) / 2, y: (from.y + end.y) / 2 };
  const at = (key: 'x' | 'y') => (1 - t) ** 2 * from[key] + 2 * t * (1 - t) * mid[key] + t * t * end[key];
  return { x: at('x'), y: at('y') };
};

function pointsOn({ start, segments }: Contour, steps: number): readonly Point[] {
  let pen = start;
  return segments.flatMap((segment) => {
    const from = pen;
    pen = segment.end;
    return Array.from({ length: steps }, (_, index) => along(from, segment, index / steps));
  });
}

const farthest = (points: readonly Point[], others: readonly Point[]) =>
  Math.max(...points.map((one) => Math.min(...others.map((other) => Math.hypot(one.x - other.x, one.y - other.y)))));

function circle(radius: number, pieces: number): Contour {
  const on = (turn: number, r = radius) => ({ x: r * Math.cos(turn), y: r * Math.sin(turn) });
  const step = (2 * Math.PI) / pieces;
  const bulge = radius / Math.cos(step / 2);
  return {
    start: on(0),
    segments: Array.from({ length: pieces }, (_, index) => ({
      control: on((index + 0.5) * step, bulge),
      end: on((index + 1) * step),
    })),
  };
}

test('a circle of many pieces is said with a few, and stays a circle', () => {
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 400 }), fc.integer({ min: 24, max: 90 }), (radius, pieces) => {
      const before = circle(radius, pieces);
      const after = fitContour(before, { tolerance: 1.5, grid: 1 });
      expect(after.segments.length).toBeLessThan(pieces / 1.5);
      for (const { x, y } of pointsOn(after, 12)) expect(Math.abs(Math.hypot(x, y) - radius)).toBeLessThan(1.5 + 1);
    }),
    { numRuns: 20 },
  );
});

test('no outline strays from what it was by more than the tolerance and half a grid', () => {
  const point = fc.record({ x: fc.integer({ min: 0, max: 500 }), y: fc.integer({ min: 0, max: 500 }) });
  const anySegment = fc.record({ control: fc.option(point), end: point });
  fc.assert(
    fc.property(point, fc.array(anySegment, { minLength: 2, maxLength: 8 }), (start, segments) => {
      const before = { start, segments };
      const after = fitContour(before, { tolerance: 2, grid: 1 });
      // Points are compared with points: half their spacing is allowed on top.
      expect(farthest(pointsOn(before, 4), pointsOn(after, 120))).toBeLessThan(2 + 1 + 6);
    }),
    { numRuns: 30 },
  );
});

test('a square keeps its corners', () => {
  const corners = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 100 },
    { x: 0, y: 100 },
  ];
  const edges = corners.flatMap((from, index) => {
    const to = corners[(index + 1) % 4]!;
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    return [middle, to].map((end) => ({ control: null, end }));
  });
  const fitted = fitContour({ start: corners[0]!, segments: edges }, { tolerance: 1, grid: 1 });
  expect(fitted.segments.map(({ end }) => end)).toEqual([...corners.slice(1), corners[0]]);
});

describe('glyphs', () => {
  const glyphs = createGlyphs();

  test('a word is as wide as its syllables, and drawn in whole steps of its grid', () => {
    const [one, two, both] = [glyphs.outlineOf('향'), glyphs.outlineOf('수'), glyphs.outlineOf('향수')];
    expect(both.width).toBeCloseTo(one.width + two.width, 9);
    expect(both.path).toMatch(/^M[\d\s MmLlHhVvQqZz-]+$/);
    expect(both.path).not.toMatch(/\./);
  });

  test('decomposed Hangul is drawn as the syllable it stands for', () => {
    expect(glyphs.outlineOf('향'.normalize('NFD'))).toEqual(glyphs.outlineOf('향'));
  });

  test('Latin letters and rare syllables are there too, and a space is only room', () => {
    expect(glyphs.outlineOf('Rose').path).not.toBe('');
    expect(glyphs.outlineOf('뷁').path).not.toBe('');
    expect(glyphs.outlineOf(' ')).toMatchObject({ path: '' });
    expect(glyphs.outlineOf(' ').width).toBeGreaterThan(0);
  });
});
