/** An aura that text may stand on: paled towards its ground until one ink can be read everywhere on it. Pure. */
import type { Aura } from './aura';
import { auraSamples } from './colour-signature';
import { lowestContrast, READABLE_CONTRAST, readableInk } from './contrast';
import { mix, srgbToHex } from './oklch';

export interface ReadableAura {
  readonly aura: Aura;
  /** #rrggbb with a contrast of at least 4.5 on every point of the aura. */
  readonly ink: string;
}

const STEPS = 20;
/** Close enough that nothing between two points is much darker or brighter than both. */
const COLUMNS = 32;
const ROWS = 24;

export function readableAura(aura: Aura): ReadableAura {
  for (let step = 0; step <= STEPS; step += 1) {
    const paled = paledBy(aura, step / STEPS);
    const grounds = auraSamples(paled, COLUMNS, ROWS).map(srgbToHex);
    const hue = { c: Math.min(0.03, aura.ground[0].c), h: aura.ground[0].h };
    const ink = readableInk(hue, grounds);
    // The grain, and what lies between two points, move the ratio by a few hundredths.
    if (lowestContrast(ink, grounds) >= READABLE_CONTRAST + 0.2) return { aura: paled, ink };
  }
  throw new Error('a bare ground carries no ink');
}

function paledBy(aura: Aura, share: number): Aura {
  const [ground] = aura.ground;
  return {
    ...aura,
    fields: aura.fields.map((field) => ({
      ...field,
      colour: mix(field.colour, ground, share),
      rim: mix(field.rim, ground, share),
    })),
  };
}
