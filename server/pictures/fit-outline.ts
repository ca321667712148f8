/**
 * The same outline with fewer curves: the typeface was converted from cubic ones, which left chains of tiny quadratic
 * curves. Fitted again they weigh about half, in fonts and in pictures.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** From wherever the pen is: a straight line, or a quadratic curve with one control point. */
export interface Segment {
  readonly control: Point | null;
  readonly end: Point;
}

/** Closed: the last segment ends at the start. */
export interface Contour {
  readonly start: Point;
  readonly segments: readonly Segment[];
}

/** No run of more segments than this is tried: a stroke of these letters has fewer. */
const LONGEST_RUN = 24;

export interface Fitting {
  /** How far the new line may stray from the old one, in the contour's units. */
  readonly tolerance: number;
  readonly grid: number;
}

export function fitContour({ start, segments }: Contour, { tolerance, grid }: Fitting): Contour {
  const fitted: Segment[] = [];
  let [from, at] = [start, 0];
  while (at < segments.length) {
    const { segment, taken } = longestFit(from, segments.slice(at, at + LONGEST_RUN), tolerance);
    fitted.push(segment);
    from = segment.end;
    at += taken;
  }
  return onGrid({ start, segments: fitted }, grid);
}

function onGrid(contour: Contour, grid: number): Contour {
  const snap = ({ x, y }: Point): Point => ({ x: Math.round(x / grid) * grid, y: Math.round(y / grid) * grid });
  const start = snap(contour.start);
  const segments: Segment[] = [];
  let pen = start;
  for (const { control, end } of contour.segments) {
    const next = snap(end);
    if (next.x !== pen.x || next.y !== pen.y) segments.push({ control: control && snap(control), end: next });
    pen = next;
  }
  return { start, segments };
}

interface Fit {
  readonly segment: Segment;
  readonly taken: number;
}

function longestFit(from: Point, run: readonly Segment[], tolerance: number): Fit {
  const [first] = run;
  if (!first) throw new RangeError('nothing to fit');
  let best: Fit = { segment: first, taken: 1 };
  const points: Point[] = [];
  let pen = from;
  for (const [index, segment] of run.entries()) {
    points.push(...sampled(pen, segment));
    pen = segment.end;
    const fit = oneSegment(from, points, tolerance);
    // A run that can't be said at once may still be said with its next segment, but hardly with the third.
    if (fit) best = { segment: fit, taken: index + 1 };
    else if (index >= best.taken + 2) break;
  }
  return best;
}

function sampled(from: Point, { control, end }: Segment): readonly Point[] {
  if (!control) return [between(from, end, 0.5), end];
  return [0.25, 0.5, 0.75, 1].map((t) => onCurve(from, control, end, t));
}

const between = (one: Point, other: Point, share: number): Point => ({
  x: one.x + (other.x - one.x) * share,
  y: one.y + (other.y - one.y) * share,
});

const onCurve = (from: Point, control: Point, end: Point, t: number): Point =>
  between(between(from, control, t), between(control, end, t), t);

function oneSegment(from: Point, points: readonly Point[], tolerance: number): Segment | null {
  const end = points.at(-1);
  if (!end || (end.x === from.x && end.y === from.y)) return null;
  if (liesAlong(points, [from, end], tolerance)) return { control: null, end };
  const control = bestControl(from, points, end);
  if (!control) return null;
  const curve = Array.from({ length: 17 }, (_, index) => onCurve(from, control, end, index / 16));
  const same = liesAlong(points, curve, tolerance) && liesAlong(curve, [from, ...points], tolerance);
  return same ? { control, end } : null;
}

/** Least squares over the points, each at its share of the way along them. */
function bestControl(from: Point, points: readonly Point[], end: Point): Point | null {
  const lengths = points.map((point, index) => distance(point, points[index - 1] ?? from));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let [way, x, y, weight] = [0, 0, 0, 0];
  for (const [index, point] of points.entries()) {
    way += lengths[index] ?? 0;
    const t = way / total;
    const pull = 2 * t * (1 - t);
    x += pull * (point.x - (1 - t) ** 2 * from.x - t * t * end.x);
    y += pull * (point.y - (1 - t) ** 2 * from.y - t * t * end.y);
    weight += pull * pull;
  }
  return weight > 1e-9 ? { x: x / weight, y: y / weight } : null;
}

const distance = (one: Point, other: Point) => Math.hypot(one.x - other.x, one.y - other.y);

function liesAlong(points: readonly Point[], line: readonly Point[], reach: number): boolean {
  return points.every((point) => {
    let from = line[0];
    for (const end of line) {
      if (from && squareToSection(point, from, end) <= reach * reach) return true;
      from = end;
    }
    return false;
  });
}

/** Square of the distance; in plain numbers, because a font asks a hundred million times. */
function squareToSection(point: Point, from: Point, end: Point): number {
  const [dx, dy] = [end.x - from.x, end.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const share = along < 0 ? 0 : along > 1 ? 1 : along;
  const x = point.x - from.x - dx * share;
  const y = point.y - from.y - dy * share;
  return x * x + y * y;
}
