/** What colours a drawn picture really consists of, and how far two pictures are apart. Pure. */
import type { Aura, AuraField } from './aura';
import { FALLOFF, RIM_AT } from './aura-svg';
import { fromHex, srgbToOklab, toHex, type Oklab, type Srgb } from './oklch';

/** Colours of equally large patches of the picture. */
export type ColourSignature = readonly Oklab[];

/** 16 × 20 patches of a 4:5 picture: far finer than the fields, which are never narrower than a fifth of it. */
const COLUMNS = 16;
const ROWS = 20;

/** Composites the aura as a browser does (source-over on gamma-encoded sRGB), patch by patch. */
export function auraSamples(aura: Aura, columns: number = COLUMNS, rows: number = ROWS): readonly Srgb[] {
  const painters = aura.fields.map(fieldPainter);
  const ground = aura.ground.map((colour) => fromHex(toHex(colour)));
  return Array.from({ length: columns * rows }, (_, index) => {
    const x = (((index % columns) + 0.5) / columns) * aura.width;
    const y = ((Math.floor(index / columns) + 0.5) / rows) * aura.height;
    const [top, bottom] = ground as [Srgb, Srgb];
    return painters.reduce((under, paint) => paint(under, x, y), blend(top, bottom, y / aura.height));
  });
}

export function signatureOf(aura: Aura): ColourSignature {
  return auraSamples(aura).map(srgbToOklab);
}

function blend(under: Srgb, over: Srgb, share: number): Srgb {
  const channel = (from: number, to: number) => from + (to - from) * share;
  return { r: channel(under.r, over.r), g: channel(under.g, over.g), b: channel(under.b, over.b) };
}

type Painter = (under: Srgb, x: number, y: number) => Srgb;

function fieldPainter(field: AuraField): Painter {
  const turn = (-field.turnDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const table = FALLOFF.map(([at, opacity]) => ({
    at,
    opacity,
    colour: fromHex(toHex(at < RIM_AT ? field.colour : field.rim)),
  }));
  return (under, x, y) => {
    const [dx, dy] = [x - field.x, y - field.y];
    const distance = Math.hypot((dx * cos - dy * sin) / field.radiusX, (dx * sin + dy * cos) / field.radiusY);
    const outer = table.findIndex(({ at }) => at >= distance);
    if (outer < 0) return under;
    const [from, to] = [table[Math.max(0, outer - 1)], table[outer]];
    if (!from || !to) return under;
    const share = to.at === from.at ? 0 : (distance - from.at) / (to.at - from.at);
    const colour = blend(from.colour, to.colour, share);
    return blend(under, colour, from.opacity + (to.opacity - from.opacity) * share);
  };
}

/**
 * Two colours closer than this are the same to a passing eye. OKLab units; a just noticeable difference is about 0.02.
 */
const SAME_COLOUR = 0.05;

/** Overlap of two colour distributions, each patch counting by how near in OKLab the other's patches are. */
function likeness(one: ColourSignature, other: ColourSignature): number {
  const scale = -1 / (2 * SAME_COLOUR ** 2);
  let sum = 0;
  for (const x of one) {
    for (const y of other) {
      sum += Math.exp(((x.l - y.l) ** 2 + (x.a - y.a) ** 2 + (x.b - y.b) ** 2) * scale);
    }
  }
  return sum / (one.length * other.length);
}

/**
 * 0 for pictures of the same colours in the same areas, towards 1 for pictures without a colour in common: the cosine
 * distance of the two colour histograms, with soft bins. Where in the picture a colour lies does not matter.
 */
export function pictureColourDistance(one: ColourSignature, other: ColourSignature): number {
  const together = likeness(one, other) / Math.sqrt(likeness(one, one) * likeness(other, other));
  return Math.max(0, 1 - together);
}
