/** How fields of light lie over each other, point by point, as a browser paints them (source-over). */

/** Where an ellipse of light lies. Lengths are in the picture's own units. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  readonly turnDegrees: number;
}

export interface Canvas {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a field fades, centre to rim; between the knots the browser draws straight lines, and the grain hides it. */
export type Falloff = readonly (readonly [at: number, opacity: number])[];

/** Flat in the heart, to see each colour in a small picture, then a shoulder: 0.97 × (1 − smoothstep) from 0.22. */
export const CLEAR: Falloff = [
  [0.22, 0.97],
  [0.38, 0.87],
  [0.52, 0.66],
  [0.65, 0.41],
  [0.8, 0.15],
  [0.91, 0.04],
  [1, 0],
];

/** For what is larger than the eye takes in at once: no heart to be seen as a spot, 0.96 × (1 − smoothstep) from 0.04. */
export const SOFT: Falloff = [
  [0.04, 0.96],
  [0.23, 0.86],
  [0.4, 0.65],
  [0.57, 0.41],
  [0.76, 0.15],
  [0.88, 0.04],
  [1, 0],
];

export function opacityAt(distance: number, falloff: Falloff): number {
  let before = falloff[0] ?? [0, 0];
  if (distance <= before[0]) return before[1];
  for (const knot of falloff) {
    if (distance <= knot[0]) {
      return before[1] + ((knot[1] - before[1]) * (distance - before[0])) / (knot[0] - before[0]);
    }
    before = knot;
  }
  return 0;
}

export function distanceIn(place: Place): (point: Point) => number {
  const turn = (-place.turnDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return ({ x, y }) => {
    const [dx, dy] = [x - place.x, y - place.y];
    return Math.hypot((dx * cos - dy * sin) / place.radiusX, (dx * sin + dy * cos) / place.radiusY);
  };
}

export function patches({ width, height }: Canvas, columns: number, rows: number): readonly Point[] {
  return Array.from({ length: columns * rows }, (_, index) => ({
    x: (((index % columns) + 0.5) / columns) * width,
    y: ((Math.floor(index / columns) + 0.5) / rows) * height,
  }));
}

/** Share of the canvas on which each field is what one sees. Nearest field first. */
export function visibleShares(
  nearestFirst: readonly Place[],
  falloff: Falloff,
  points: readonly Point[],
): readonly number[] {
  const left = points.map(() => 1);
  return nearestFirst.map((place) => {
    const distance = distanceIn(place);
    let sum = 0;
    for (const [index, point] of points.entries()) {
      const opacity = opacityAt(distance(point), falloff);
      const before = left[index] ?? 0;
      sum += before * opacity;
      left[index] = before * (1 - opacity);
    }
    return sum / points.length;
  });
}
