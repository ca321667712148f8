/** The pictures of a perfume: the aura with the bottle in it, and the aura alone. Same input, same bytes. */
import type { AccordSlug, AccordWeights } from '../scent/accords';
import type { BottleCap, BottleShape } from '../scent/bottles';
import { computeAura, strongestAccords, type Aura, type AuraRequest } from './aura';
import { writeAura, type AuraMarkup } from './aura-svg';
import { writeBottle, type BottleMarkup } from './bottle';
import type { Canvas } from './compositing';
import { createGlyphs, type Glyphs } from './glyphs';
import { readableAura } from './readable-aura';
import { num } from './svg';

/** 4:5, the one format there is. */
export const PICTURE = { width: 800, height: 1000 } as const;
/** The same table in every picture, so that a row of bottles stands on one line. */
const FOOT = { x: PICTURE.width / 2, y: 852 } as const;

export interface PictureRequest {
  readonly slug: string;
  readonly nameKo: string;
  readonly accords: AccordWeights;
  readonly shape: BottleShape;
  readonly cap: BottleCap;
  readonly volumeMl: number;
}

let sharedGlyphs: Glyphs | undefined;

interface Parts {
  readonly light: AuraMarkup;
  readonly bottle: BottleMarkup;
}

function partsOf(request: PictureRequest): Parts {
  const { slug, nameKo, accords, shape, cap, volumeMl } = request;
  const aura = computeAura({ slug, accords, ...PICTURE });
  sharedGlyphs ??= createGlyphs();
  const drawn = strongestAccords(accords);
  return {
    light: writeAura(aura),
    bottle: writeBottle({ shape, cap, volumeMl, nameKo, drawn, aura, foot: FOOT }, sharedGlyphs),
  };
}

const standing = (bottle: BottleMarkup) => `<g transform="translate(${FOOT.x} ${FOOT.y})">${bottle.body}</g>`;

/** Its bottle in its aura. */
export function drawPicture(request: PictureRequest): string {
  const { light, bottle } = partsOf(request);
  return svg(PICTURE, light.defs + bottle.defs, light.body + light.grain + standing(bottle));
}

/**
 * The same bottle, in the same place, on nothing: to be laid over the aura of `drawAura`, which may then fill a page and
 * drift behind it. Glass and table still show the perfume's own light.
 */
export function drawBottle(request: PictureRequest): string {
  const { light, bottle } = partsOf(request);
  return svg(PICTURE, light.defs + light.body + bottle.defs, standing(bottle));
}

/** The aura alone, at any ratio: page heads, full bleed. */
export function drawAura(request: AuraRequest): string {
  return auraSvg(computeAura(request));
}

/** The aura as a ground for text, and the ink that can be read on every point of it. */
export function drawAuraForText(request: AuraRequest): { readonly svg: string; readonly ink: string } {
  const { aura, ink } = readableAura(computeAura(request));
  return { svg: auraSvg(aura), ink };
}

/** One accord by itself, for note pages and legends. */
export function drawAccordAura(accord: AccordSlug, size = 400): string {
  return drawAura({ slug: accord, accords: { [accord]: 100 }, width: size, height: size });
}

function auraSvg(aura: Aura): string {
  const light = writeAura(aura);
  return svg(aura, light.defs, light.body + light.grain);
}

function svg({ width, height }: Canvas, defs: string, body: string): string {
  const size = `width="${num(width)}" height="${num(height)}" viewBox="0 0 ${num(width)} ${num(height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><defs>${defs}</defs>${body}</svg>\n`;
}
