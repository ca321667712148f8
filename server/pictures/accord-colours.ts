/** Accords that smell alike lie close together in OKLCH, so that scents that smell alike look alike. */
import type { AccordSlug } from '../scent/accords';
import type { Oklch } from './oklch';

const colour = (l: number, c: number, h: number): Oklch => ({ l, c, h });

export const ACCORD_COLOURS: Readonly<Record<AccordSlug, Oklch>> = {
  citrus: colour(0.9, 0.138, 107),
  fruity: colour(0.775, 0.105, 26),
  green: colour(0.735, 0.108, 146),
  aromatic: colour(0.65, 0.07, 168),
  tea: colour(0.835, 0.073, 132),
  marine: colour(0.675, 0.098, 238),
  ozonic: colour(0.862, 0.054, 226),
  'white-floral': colour(0.972, 0.03, 116),
  rose: colour(0.695, 0.136, 2),
  violet: colour(0.572, 0.124, 307),
  iris: colour(0.78, 0.082, 295),
  powdery: colour(0.885, 0.06, 337),
  musk: colour(0.81, 0.012, 45),
  milky: colour(0.938, 0.038, 73),
  vanilla: colour(0.88, 0.076, 76),
  honey: colour(0.8, 0.142, 78),
  amber: colour(0.698, 0.144, 54),
  'warm-spicy': colour(0.6, 0.136, 37),
  'fresh-spicy': colour(0.73, 0.106, 103),
  woody: colour(0.65, 0.07, 68),
  resinous: colour(0.52, 0.106, 58),
  mossy: colour(0.565, 0.062, 146),
  earthy: colour(0.515, 0.035, 85),
  leather: colour(0.435, 0.06, 23),
  smoky: colour(0.46, 0.021, 267),
};

/** A stylesheet's rules that give each accord's class its colour: a bar is the same light as the picture. */
export const accordRules = (): string =>
  Object.entries(ACCORD_COLOURS)
    .map(([accord, { l, c, h }]) => `.accord-${accord} { --accord: oklch(${l} ${c} ${h}); }\n`)
    .join('');
