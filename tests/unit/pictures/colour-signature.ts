/** What colours a drawn picture really consists of, and how far two pictures are apart. Pure. */
import type { Aura, AuraField } from '../../../server/pictures/aura';
import { fieldColourAt } from '../../../server/pictures/aura-svg';
import {
  distanceIn,
  opacityAt,
  patches as patchesOf,
  type Falloff,
  type Point,
} from '../../../server/pictures/compositing';
import { fromHex, srgbToOklab, toHex, type Oklab, type Srgb } from '../../../server/pictures/oklch';

export interface ColourSignature {
  /** Colours of equally large patches of the picture: lightness, a, b, lightness, a, b … */
  readonly patches: Float64Array;
  /** Overlap with itself: large for a picture of few colours. */
  readonly ownLikeness: number;
}

/** 12 × 15 patches of a 4:5 picture: finer than the fields, which are never narrower than a fifth of it. */
const COLUMNS = 12;
const ROWS = 15;

/** The colours a browser shows in the middle of each patch. */
export function auraSamples(aura: Aura, columns: number = COLUMNS, rows: number = ROWS): readonly Srgb[] {
  const [top, bottom] = [fromHex(toHex(aura.ground[0])), fromHex(toHex(aura.ground[1]))];
  const painters = aura.fields.map((field) => fieldPainter(field, aura.falloff));
  return patchesOf(aura, columns, rows).map((point) =>
    painters.reduce((under, paint) => paint(under, point), blend(top, bottom, point.y / aura.height)),
  );
}

export function signatureOf(aura: Aura): ColourSignature {
  return colourSignature(auraSamples(aura).map(srgbToOklab));
}

/** @param colours of patches of equal size, in any order */
export function colourSignature(colours: readonly Oklab[]): ColourSignature {
  const patches = Float64Array.from(colours.flatMap(({ l, a, b }) => [l, a, b]));
  return { patches, ownLikeness: likeness(patches, patches) };
}

function blend(under: Srgb, over: Srgb, share: number): Srgb {
  const channel = (from: number, to: number) => from + (to - from) * share;
  return { r: channel(under.r, over.r), g: channel(under.g, over.g), b: channel(under.b, over.b) };
}

type Painter = (under: Srgb, point: Point) => Srgb;

function fieldPainter(field: AuraField, falloff: Falloff): Painter {
  const distanceOf = distanceIn(field);
  const knots = falloff.map(([at]) => ({ at, colour: fromHex(fieldColourAt(field, at)) }));
  const colourAt = (distance: number): Srgb => {
    const outer = knots.findIndex(({ at }) => at >= distance);
    const [from, to] = [knots[Math.max(0, outer - 1)], knots.at(outer)];
    if (!from || !to) throw new RangeError('a field has no knots');
    return to.at === from.at ? to.colour : blend(from.colour, to.colour, (distance - from.at) / (to.at - from.at));
  };
  return (under, point) => {
    const distance = distanceOf(point);
    return distance >= 1 ? under : blend(under, colourAt(distance), opacityAt(distance, falloff));
  };
}

/**
 * Two colours closer than this are the same to a passing eye. OKLab units; a just noticeable difference is about 0.02.
 */
const SAME_COLOUR = 0.025;

/** Overlap of two colour distributions, each patch counting by how near in OKLab the other's patches are. */
function likeness(one: Float64Array, other: Float64Array): number {
  const scale = -1 / (2 * SAME_COLOUR ** 2);
  let sum = 0;
  for (let i = 0; i < one.length; i += 3) {
    const [l, a, b] = [one[i] ?? 0, one[i + 1] ?? 0, one[i + 2] ?? 0];
    for (let j = 0; j < other.length; j += 3) {
      const [dl, da, db] = [l - (other[j] ?? 0), a - (other[j + 1] ?? 0), b - (other[j + 2] ?? 0)];
      const exponent = (dl * dl + da * da + db * db) * scale;
      // Below e^-12 a patch adds less than a hundred-thousandth.
      if (exponent > -12) sum += Math.exp(exponent);
    }
  }
  return (sum * 9) / (one.length * other.length);
}

/**
 * 0 for pictures of the same colours in the same areas, towards 1 for pictures without a colour in common: the cosine
 * distance of the two colour histograms, with soft bins. Where in the picture a colour lies does not matter.
 */
export function pictureColourDistance(one: ColourSignature, other: ColourSignature): number {
  const together = likeness(one.patches, other.patches) / Math.sqrt(one.ownLikeness * other.ownLikeness);
  return Math.max(0, 1 - together);
}
