/**
 * One colour for each accord. Accords that smell alike lie close together in OKLCH, so that scents that smell alike
 * look alike: fresh ones are light and cool, flowers lie between yellow-white and violet, warm ones run from gold to
 * red-brown, and what smells of soil, hide or fire is dark.
 */
import type { AccordSlug } from '../scent/accords';
import type { Oklch } from './oklch';

const colour = (l: number, c: number, h: number): Oklch => ({ l, c, h });

export const ACCORD_COLOURS: Readonly<Record<AccordSlug, Oklch>> = {
  citrus: colour(0.91, 0.155, 104),
  fruity: colour(0.76, 0.145, 36),
  green: colour(0.76, 0.15, 145),
  aromatic: colour(0.7, 0.075, 168),
  tea: colour(0.84, 0.08, 124),
  marine: colour(0.68, 0.115, 228),
  ozonic: colour(0.87, 0.06, 218),
  'white-floral': colour(0.975, 0.03, 112),
  rose: colour(0.71, 0.155, 8),
  violet: colour(0.6, 0.15, 308),
  iris: colour(0.76, 0.095, 293),
  powdery: colour(0.87, 0.055, 340),
  musk: colour(0.87, 0.022, 45),
  milky: colour(0.94, 0.035, 82),
  vanilla: colour(0.87, 0.085, 84),
  honey: colour(0.8, 0.15, 80),
  amber: colour(0.69, 0.15, 61),
  'warm-spicy': colour(0.58, 0.155, 38),
  'fresh-spicy': colour(0.72, 0.11, 112),
  woody: colour(0.6, 0.07, 60),
  resinous: colour(0.49, 0.1, 52),
  mossy: colour(0.48, 0.065, 138),
  earthy: colour(0.42, 0.04, 72),
  leather: colour(0.37, 0.06, 32),
  smoky: colour(0.33, 0.014, 275),
};
