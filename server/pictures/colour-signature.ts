/** What colours a drawn picture really consists of, and how far two pictures are apart. Pure. */
import type { Aura, AuraField } from './aura';
import { fieldColourAt } from './aura-svg';
import { distanceIn, FALLOFF, opacityAt, patches, type Point } from './compositing';
import { fromHex, srgbToOklab, toHex, type Oklab, type Srgb } from './oklch';

/** Colours of equally large patches of the picture. */
export type ColourSignature = readonly Oklab[];

/** 16 × 20 patches of a 4:5 picture: far finer than the fields, which are never narrower than a fifth of it. */
const COLUMNS = 16;
const ROWS = 20;

/** The colours a browser shows in the middle of each patch. */
export function auraSamples(aura: Aura, columns: number = COLUMNS, rows: number = ROWS): readonly Srgb[] {
  const [top, bottom] = [fromHex(toHex(aura.ground[0])), fromHex(toHex(aura.ground[1]))];
  const painters = aura.fields.map(fieldPainter);
  return patches(aura, columns, rows).map((point) =>
    painters.reduce((under, paint) => paint(under, point), blend(top, bottom, point.y / aura.height)),
  );
}

export function signatureOf(aura: Aura): ColourSignature {
  return auraSamples(aura).map(srgbToOklab);
}

function blend(under: Srgb, over: Srgb, share: number): Srgb {
  const channel = (from: number, to: number) => from + (to - from) * share;
  return { r: channel(under.r, over.r), g: channel(under.g, over.g), b: channel(under.b, over.b) };
}

type Painter = (under: Srgb, point: Point) => Srgb;

function fieldPainter(field: AuraField): Painter {
  const distanceOf = distanceIn(field);
  const knots = FALLOFF.map(([at]) => ({ at, colour: fromHex(fieldColourAt(field, at)) }));
  const colourAt = (distance: number): Srgb => {
    const outer = knots.findIndex(({ at }) => at >= distance);
    const [from, to] = [knots[Math.max(0, outer - 1)], knots.at(outer)];
    if (!from || !to) throw new RangeError('a field has no knots');
    return to.at === from.at ? to.colour : blend(from.colour, to.colour, (distance - from.at) / (to.at - from.at));
  };
  return (under, point) => {
    const distance = distanceOf(point);
    return distance >= 1 ? under : blend(under, colourAt(distance), opacityAt(distance));
  };
}

/**
 * Two colours closer than this are the same to a passing eye. OKLab units; a just noticeable difference is about 0.02.
 */
const SAME_COLOUR = 0.025;

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
