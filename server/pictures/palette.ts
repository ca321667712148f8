/** The colours a page takes from a perfume, each pair fit for text. */
import type { AccordWeights } from '../scent/accords';
import { groundOf, meanColour, strongestAccords } from './aura';
import { readableInk } from './contrast';
import { toHex } from './oklch';

export interface AuraPalette {
  /** Plain ground for the light scheme, the aura's own; `ink` has a contrast of at least 4.5 on it. */
  readonly ground: string;
  readonly ink: string;
  /** The same for the dark scheme. */
  readonly groundDark: string;
  readonly inkDark: string;
  /** Mean colour of the aura: theme colour, border of a swatch, placeholder while the picture loads. */
  readonly mean: string;
}

export function auraPalette(accords: AccordWeights): AuraPalette {
  const drawn = strongestAccords(accords);
  const mean = meanColour(drawn);
  const hue = { c: Math.min(0.03, mean.c * 0.3), h: mean.h };
  const ground = toHex(groundOf(drawn, 'light')[0]);
  const groundDark = toHex(groundOf(drawn, 'dark')[0]);
  return {
    ground,
    ink: readableInk(hue, [ground]),
    groundDark,
    inkDark: readableInk(hue, [groundDark]),
    mean: toHex(mean),
  };
}
