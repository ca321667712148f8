import type { AccordWeights } from '../scent/accords';
import type { BottleCap, BottleShape } from '../scent/bottles';
import { computeAura, strongestAccords, type AuraRequest } from './aura';
import { writeAura } from './aura-svg';
import { writeBottle } from './bottle';
import type { Canvas } from './compositing';
import { createGlyphs, type Glyphs } from './glyphs';
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

export function drawPicture(request: PictureRequest): string {
  const { slug, nameKo, accords, shape, cap, volumeMl } = request;
  const aura = computeAura({ slug, accords, ...PICTURE });
  sharedGlyphs ??= createGlyphs();
  const drawn = strongestAccords(accords);
  const light = writeAura(aura);
  const bottle = writeBottle({ shape, cap, volumeMl, nameKo, drawn, aura, foot: FOOT }, sharedGlyphs);
  const standing = `<g transform="translate(${FOOT.x} ${FOOT.y})">${bottle.body}</g>`;
  return svg(PICTURE, light.defs + bottle.defs, light.body + light.grain + standing);
}

export function drawAura(request: AuraRequest): string {
  const aura = computeAura(request);
  const light = writeAura(aura);
  return svg(aura, light.defs, light.body + light.grain);
}

function svg({ width, height }: Canvas, defs: string, body: string): string {
  const size = `width="${num(width)}" height="${num(height)}" viewBox="0 0 ${num(width)} ${num(height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><defs>${defs}</defs>${body}</svg>\n`;
}
