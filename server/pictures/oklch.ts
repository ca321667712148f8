/** OKLab and OKLCH after Björn Ottosson, to and from sRGB. Pure; every colour of the pictures passes through here. */

/** Lightness 0–1, a and b about ±0.4. */
export interface Oklab {
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

/** Lightness 0–1, chroma 0–0.4, hue in degrees. */
export interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

/** Gamma-encoded channels, 0–1. */
export interface Srgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

export function toOklab({ l, c, h }: Oklch): Oklab {
  const angle = (h * Math.PI) / 180;
  return { l, a: c * Math.cos(angle), b: c * Math.sin(angle) };
}

export function toOklch({ l, a, b }: Oklab): Oklch {
  const c = Math.hypot(a, b);
  return { l, c, h: c < 1e-6 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360 };
}

/** Channels may lie outside 0–1: the colour is then outside sRGB. */
export function toLinearSrgb({ l, a, b }: Oklab): Srgb {
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return {
    r: 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    g: -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    b: -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  };
}

export function srgbToOklab(colour: Srgb): Oklab {
  const [r, g, b] = [decodeGamma(colour.r), decodeGamma(colour.g), decodeGamma(colour.b)];
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {
    l: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    a: 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    b: 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  };
}

export const decodeGamma = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

export const encodeGamma = (channel: number): number =>
  channel <= 0.0031308 ? 12.92 * channel : 1.055 * channel ** (1 / 2.4) - 0.055;

/** Half an 8-bit step: what rounding forgives. */
const GAMUT_TOLERANCE = 0.0005;

export function inGamut(colour: Oklch): boolean {
  const { r, g, b } = toLinearSrgb(toOklab(colour));
  return [r, g, b].every((channel) => channel >= -GAMUT_TOLERANCE && channel <= 1 + GAMUT_TOLERANCE);
}

/** Keeps lightness and hue and gives up chroma, as CSS Color 4 does: a colour may go paler, never another hue. */
export function mapToGamut(colour: Oklch): Oklch {
  const l = Math.min(1, Math.max(0, colour.l));
  if (l <= 0 || l >= 1) return { l, c: 0, h: colour.h };
  if (inGamut({ ...colour, l })) return { ...colour, l };
  let [low, high] = [0, colour.c];
  // 24 halvings of at most 0.4 leave an error far below one 8-bit step.
  for (let step = 0; step < 24; step += 1) {
    const middle = (low + high) / 2;
    if (inGamut({ l, c: middle, h: colour.h })) low = middle;
    else high = middle;
  }
  return { l, c: low, h: colour.h };
}

export function toSrgb(colour: Oklch): Srgb {
  const { r, g, b } = toLinearSrgb(toOklab(mapToGamut(colour)));
  const channel = (linear: number) => encodeGamma(Math.min(1, Math.max(0, linear)));
  return { r: channel(r), g: channel(g), b: channel(b) };
}

export const toHex = (colour: Oklch): string => srgbToHex(toSrgb(colour));

export function srgbToHex({ r, g, b }: Srgb): string {
  const pair = (channel: number) =>
    Math.round(channel * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${pair(r)}${pair(g)}${pair(b)}`;
}

export function fromHex(hex: string): Srgb {
  const value = /^#[0-9a-f]{6}$/i.test(hex) ? Number.parseInt(hex.slice(1), 16) : Number.NaN;
  if (Number.isNaN(value)) throw new TypeError(`not a #rrggbb colour: ${hex}`);
  return { r: (value >> 16) / 255, g: ((value >> 8) & 255) / 255, b: (value & 255) / 255 };
}

/** Straight in OKLab: no detour through other hues, no grey in the middle of near neighbours. */
export function mix(from: Oklch, to: Oklch, share: number): Oklch {
  const [x, y] = [toOklab(from), toOklab(to)];
  return toOklch({
    l: x.l + (y.l - x.l) * share,
    a: x.a + (y.a - x.a) * share,
    b: x.b + (y.b - x.b) * share,
  });
}
