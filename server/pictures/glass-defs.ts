import type { Aura } from './aura';
import { mapToGamut, mix, toHex, type Oklch } from './oklch';
import type { Form } from './shapes/form';
import { num, stops } from './svg';

export interface Tints {
  readonly liquid: string;
  /** Where much liquid lies behind each other. */
  readonly deep: string;
  /** Where light leaves it. */
  readonly glow: string;
  /** Dark line of glass seen edge on. */
  readonly line: string;
  readonly shadow: string;
}

export interface Glass {
  readonly form: Form;
  readonly tints: Tints;
  readonly aura: Aura;
  readonly wall: number;
  readonly base: number;
  readonly foot: { readonly x: number; readonly y: number };
}

export function tintsOf(mean: Oklch, dark: boolean): Tints {
  // Perfume is clear: never darker than strong tea, never paler than the paper of its label.
  const l = Math.min(0.88, Math.max(dark ? 0.52 : 0.6, mean.l));
  const liquid = mapToGamut({ l, c: Math.min(0.15, mean.c * 1.15 + 0.012), h: mean.h });
  const shade = (lightness: number, c: number) => toHex({ l: lightness, c, h: liquid.h });
  return {
    liquid: toHex(liquid),
    deep: shade(liquid.l * 0.7, liquid.c * 1.1),
    glow: toHex(mix(liquid, { l: 0.985, c: 0.035, h: liquid.h }, 0.6)),
    line: shade(dark ? 0.1 : 0.32, Math.min(0.07, liquid.c * 0.55)),
    shadow: shade(dark ? 0.07 : 0.25, Math.min(0.05, liquid.c * 0.45)),
  };
}

type Fade = readonly (readonly [at: number, colour: string, opacity: number])[];
type TintedFade = readonly (readonly [at: number, colour: keyof Tints, opacity: number])[];

const WHITE = '#ffffff';
const UMBER = '#5a4630';

/** A round bottle bends what lies behind it like a lens, a flat one only at its edges. */
const ROUND_LENS: TintedFade = [
  [0, 'deep', 0.75],
  [0.1, 'deep', 0.3],
  [0.3, 'deep', 0.06],
  [0.58, 'glow', 0.5],
  [0.76, 'glow', 0.16],
  [0.9, 'deep', 0.24],
  [1, 'deep', 0.7],
];
const FLAT_LENS: TintedFade = [
  [0, 'deep', 0.5],
  [0.05, 'deep', 0.16],
  [0.2, 'deep', 0.03],
  [0.62, 'glow', 0.2],
  [0.88, 'glow', 0.06],
  [0.96, 'deep', 0.16],
  [1, 'deep', 0.5],
];
const LIQUID: TintedFade = [
  [0, 'liquid', 0.5],
  [0.4, 'liquid', 0.66],
  [1, 'deep', 0.62],
];
const WALL: TintedFade = [
  [0, 'line', 0.5],
  [0.25, 'line', 0.22],
  [0.6, 'line', 0.3],
  [1, 'line', 0.72],
];
const THICK_BASE: TintedFade = [
  [0, 'deep', 0.5],
  [0.3, 'glow', 0.65],
  [0.62, 'liquid', 0.35],
  [0.86, 'glow', 0.5],
  [1, 'line', 0.5],
];
const LIGHT_THROUGH: TintedFade = [
  [0, 'glow', 0.9],
  [0.45, 'glow', 0.36],
  [1, 'glow', 0],
];
const SHADOW: TintedFade = [
  [0, 'shadow', 0.62],
  [0.4, 'shadow', 0.32],
  [0.72, 'shadow', 0.08],
  [1, 'shadow', 0],
];
const GLOSS: TintedFade = [
  [0, 'liquid', 0.5],
  [0.5, 'liquid', 0.2],
  [1, 'liquid', 0],
];
const PANE: Fade = [
  [0, WHITE, 0.34],
  [1, WHITE, 0.03],
];
const STRIP: Fade = [
  [0, WHITE, 1],
  [0.45, WHITE, 0.92],
  [1, WHITE, 0.35],
];
const labelShade = (round: boolean): Fade => [
  [0, UMBER, 0],
  [0.5, UMBER, 0.015],
  [1, UMBER, round ? 0.2 : 0.07],
];

const DOWN = ' x2="0" y2="1"';

export function glassDefs({ form, tints, wall, base }: Glass): string {
  const { round } = form.section;
  const tinted = (fade: TintedFade): Fade => fade.map(([at, tint, opacity]) => [at, tints[tint], opacity]);
  return (
    `<path id="u" d="${form.outline({ side: 0, base: 0 })}"/><path id="v" d="${form.outline({ side: wall, base })}"/>` +
    `<path id="x" d="${form.leftEdge(wall * 0.75)}"/>` +
    `<clipPath id="o"><use href="#u"/></clipPath><clipPath id="i"><use href="#v"/></clipPath>` +
    gradient('l', tinted(LIQUID), DOWN) +
    gradient('m', tinted(round ? ROUND_LENS : FLAT_LENS)) +
    gradient('e', tinted(WALL)) +
    gradient('t', tinted(THICK_BASE), DOWN) +
    gradient('w', PANE) +
    gradient('p', labelShade(round)) +
    radial('q', tinted(LIGHT_THROUGH)) +
    radial('s', tinted(SHADOW)) +
    // In the bottle's own units: a plumb line has no box of its own that a gradient could fill.
    gradient('h', STRIP, ` gradientUnits="userSpaceOnUse" x2="0" y1="${num(-form.height * 0.92)}" y2="-10"`) +
    radial('r', tinted(GLOSS))
  );
}

export function gradient(id: string, fade: Fade, direction = ''): string {
  const list = fade.map(([at, colour, opacity]) => ({ at, colour, opacity }));
  return `<linearGradient id="${id}"${direction}>${stops(list)}</linearGradient>`;
}

const radial = (id: string, fade: Fade): string => gradient(id, fade).replaceAll('linearGradient', 'radialGradient');
