/** Coordinates: x = 0 is the bottle's middle, y = 0 the table, up is negative. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How far inside the silhouette a line runs: `side` along walls and shoulders, `base` above the table. */
export interface Inset {
  readonly side: number;
  readonly base: number;
}

export interface Form {
  readonly width: number;
  readonly height: number;
  /** Closed path of the silhouette, or of the cavity when inset. */
  outline(inset: Inset): string;
  /** Open path down the left wall, for light that follows the contour. The right one is its mirror image. */
  leftEdge(inset: number): string;
  /** Half the inner width at a height: round bottles show the liquid's surface as an ellipse, flat ones as a line. */
  readonly section: { readonly round: true; halfWidthAt(y: number, inset: number): number } | { readonly round: false };
  readonly fillY: number;
  readonly label: Box & { readonly upright?: boolean };
  readonly neckWidth: number;
  /** Thin walls and a plain stopper: a vial. */
  readonly slim?: boolean;
  readonly cap: { readonly width: number; readonly height: number };
  /** Cut planes, ribs and seams, back to front: what makes this shape itself. */
  readonly planes: readonly Plane[];
  readonly flutes?: number;
}

export type Shape = Omit<Form, 'width' | 'height' | 'planes'> & Partial<Pick<Form, 'planes'>>;

export interface Plane {
  readonly path: string;
  /** Light falls on it, it lies in shade, or it is only a thin bright edge. */
  readonly kind: 'lit' | 'shaded' | 'edge';
  readonly opacity: number;
}

/** A label that sits a little above the middle of the liquid looks centred. */
export const labelBox = (width: number, height: number, middleY: number): Box => ({
  x: -width / 2,
  y: middleY - height / 2,
  width,
  height,
});
