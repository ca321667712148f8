/**
 * One colour for each accord. Accords that smell alike lie close together in OKLCH, so that scents that smell alike
 * look alike: fresh ones are light and cool, flowers lie between yellow-white and violet, warm ones run from gold to
 * red-brown, and what smells of soil, hide or fire is dark.
 */
import type { AccordSlug } from '../scent/accords';
import type { Oklch } from './oklch';

const colour = (l: number, c: number, h: number): Oklch => ({ l, c, h });

export const ACCORD_COLOURS: Readonly<Record<AccordSlug, Oklch>> = {
  citrus: colour(0.92, 0.13, 105),
  fruity: colour(0.77, 0.105, 30),
  green: colour(0.73, 0.11, 142),
  aromatic: colour(0.66, 0.065, 168),
  tea: colour(0.83, 0.07, 126),
  marine: colour(0.66, 0.095, 235),
  ozonic: colour(0.875, 0.05, 222),
  'white-floral': colour(0.975, 0.028, 112),
  rose: colour(0.715, 0.13, 6),
  violet: colour(0.58, 0.12, 305),
  iris: colour(0.765, 0.082, 290),
  powdery: colour(0.87, 0.06, 342),
  musk: colour(0.82, 0.014, 50),
  milky: colour(0.945, 0.036, 78),
  vanilla: colour(0.88, 0.078, 80),
  honey: colour(0.805, 0.135, 77),
  amber: colour(0.695, 0.138, 56),
  'warm-spicy': colour(0.605, 0.14, 36),
  'fresh-spicy': colour(0.72, 0.105, 108),
  woody: colour(0.635, 0.065, 70),
  resinous: colour(0.535, 0.105, 54),
  mossy: colour(0.56, 0.065, 143),
  earthy: colour(0.5, 0.036, 84),
  leather: colour(0.455, 0.068, 20),
  smoky: colour(0.45, 0.02, 264),
};
