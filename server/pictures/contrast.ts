/** Contrast as WCAG 2 defines it, and the search for an ink that reaches it. Pure. */
import { decodeGamma, fromHex, toHex, type Oklch } from './oklch';

/** WCAG 2 AA for text of any size. */
export const READABLE_CONTRAST = 4.5;

function luminance(hex: string): number {
  const { r, g, b } = fromHex(hex);
  return 0.2126 * decodeGamma(r) + 0.7152 * decodeGamma(g) + 0.0722 * decodeGamma(b);
}

export function contrastRatio(one: string, other: string): number {
  const [x, y] = [luminance(one), luminance(other)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

export function lowestContrast(ink: string, grounds: readonly string[]): number {
  return Math.min(...grounds.map((ground) => contrastRatio(ink, ground)));
}

/**
 * The mildest ink of the given hue that every ground carries. Walks from the tinted start towards black or white,
 * whichever side can be read; pure black or white if even a tint of it would be too weak.
 */
export function readableInk(hue: Pick<Oklch, 'c' | 'h'>, grounds: readonly string[]): string {
  const darkWins = lowestContrast('#000000', grounds) >= lowestContrast('#ffffff', grounds);
  const candidates = Array.from({ length: 12 }, (_, step) => {
    const l = darkWins ? 0.25 - step * 0.02 : 0.93 + step * 0.006;
    return toHex({ l, c: hue.c, h: hue.h });
  });
  // A little above the limit, so that the browser's own rounding can't fall below it.
  const found = candidates.find((ink) => lowestContrast(ink, grounds) >= READABLE_CONTRAST + 0.1);
  return found ?? (darkWins ? '#000000' : '#ffffff');
}
