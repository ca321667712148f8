/** The pictures of the shop: the aura with the bottle in it, and the aura alone. Same input, same bytes. */
import { ACCORDS, type AccordSlug, type AccordWeights } from '../scent/accords';
import type { BottleCap, BottleShape } from '../scent/bottles';
import { computeAura, strongestAccords, type Scheme } from './aura';
import { writeAura } from './aura-svg';
import { writeBottle } from './bottle';
import { createGlyphs, type Glyphs } from './glyphs';
import { num } from './svg';

/** 4:5, the shop's one picture format. */
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

export interface AuraPictureRequest {
  readonly slug: string;
  readonly accords: AccordWeights;
  readonly width: number;
  readonly height: number;
  readonly scheme?: Scheme;
}

let sharedGlyphs: Glyphs | undefined;

export function drawPicture(request: PictureRequest): string {
  const aura = computeAura({ slug: request.slug, accords: request.accords, ...PICTURE });
  const light = writeAura(aura);
  sharedGlyphs ??= createGlyphs();
  const bottle = writeBottle(
    {
      shape: request.shape,
      cap: request.cap,
      volumeMl: request.volumeMl,
      nameKo: request.nameKo,
      drawn: strongestAccords(request.accords),
      aura,
      foot: FOOT,
    },
    sharedGlyphs,
  );
  return svg(
    PICTURE.width,
    PICTURE.height,
    light.defs + bottle.defs,
    `${light.body}${light.grain}<g transform="translate(${FOOT.x} ${FOOT.y})">${bottle.body}</g>`,
  );
}

/** The aura alone, at any ratio: page heads, full bleed, share pictures. */
export function drawAura(request: AuraPictureRequest): string {
  const light = writeAura(computeAura(request));
  return svg(request.width, request.height, light.defs, light.body + light.grain);
}

/** One accord by itself, for note pages and legends. */
export function drawAccordAura(accord: AccordSlug, size = 400): string {
  if (!(accord in ACCORDS)) throw new TypeError(`not an accord: ${accord}`);
  return drawAura({ slug: accord, accords: { [accord]: 100 }, width: size, height: size });
}

function svg(width: number, height: number, defs: string, body: string): string {
  const size = `width="${num(width)}" height="${num(height)}" viewBox="0 0 ${num(width)} ${num(height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><defs>${defs}</defs>${body}</svg>\n`;
}
