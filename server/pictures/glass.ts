/**
 * Glass and what is in it. Walls follow the silhouette by strokes clipped to it, which works for any shape; the light
 * comes from a window at the left.
 */
import type { Aura } from './aura';
import { mapToGamut, mix, toHex, type Oklch } from './oklch';
import type { Form, Plane } from './shapes/form';
import { num, path, stops, withAlpha } from './svg';

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
  /** Thickness of wall and base. */
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

function gradient(id: string, fade: Fade, direction = ''): string {
  const list = fade.map(([at, colour, opacity]) => ({ at, colour, opacity }));
  return `<linearGradient id="${id}"${direction}>${stops(list)}</linearGradient>`;
}

const DOWN = ' x2="0" y2="1"';

export function glassDefs({ form, tints, wall, base }: Glass): string {
  const { deep, liquid, glow, line, shadow } = tints;
  const lens: Fade = form.section.round
    ? [
        [0, deep, 0.75],
        [0.1, deep, 0.3],
        [0.3, deep, 0.06],
        [0.58, glow, 0.5],
        [0.76, glow, 0.16],
        [0.9, deep, 0.24],
        [1, deep, 0.7],
      ]
    : [
        [0, deep, 0.5],
        [0.05, deep, 0.16],
        [0.2, deep, 0.03],
        [0.62, glow, 0.2],
        [0.88, glow, 0.06],
        [0.96, deep, 0.16],
        [1, deep, 0.5],
      ];
  return (
    `<path id="u" d="${form.outline({ side: 0, base: 0 })}"/><path id="v" d="${form.outline({ side: wall, base })}"/>` +
    `<path id="x" d="${form.leftEdge(wall * 0.75)}"/>` +
    `<clipPath id="o"><use href="#u"/></clipPath><clipPath id="i"><use href="#v"/></clipPath>` +
    gradient(
      'l',
      [
        [0, liquid, 0.5],
        [0.4, liquid, 0.66],
        [1, deep, 0.62],
      ],
      DOWN,
    ) +
    gradient('m', lens) +
    gradient('e', [
      [0, line, 0.5],
      [0.25, line, 0.22],
      [0.6, line, 0.3],
      [1, line, 0.72],
    ]) +
    gradient(
      't',
      [
        [0, deep, 0.5],
        [0.3, glow, 0.65],
        [0.62, liquid, 0.35],
        [0.86, glow, 0.5],
        [1, line, 0.5],
      ],
      DOWN,
    ) +
    gradient('w', [
      [0, '#ffffff', 0.34],
      [1, '#ffffff', 0.03],
    ]) +
    gradient('p', [
      [0, '#5a4630', 0],
      [0.5, '#5a4630', 0.015],
      [1, '#5a4630', form.section.round ? 0.2 : 0.07],
    ]) +
    radial('q', [
      [0, glow, 0.9],
      [0.45, glow, 0.36],
      [1, glow, 0],
    ]) +
    radial('s', [
      [0, shadow, 0.62],
      [0.4, shadow, 0.32],
      [0.72, shadow, 0.08],
      [1, shadow, 0],
    ]) +
    // In the bottle's own units: a plumb line has no box of its own that a gradient could fill.
    gradient(
      'h',
      [
        [0, '#ffffff', 1],
        [0.45, '#ffffff', 0.92],
        [1, '#ffffff', 0.35],
      ],
      ` gradientUnits="userSpaceOnUse" x2="0" y1="${num(-form.height * 0.92)}" y2="-10"`,
    ) +
    radial('r', [
      [0, liquid, 0.5],
      [0.5, liquid, 0.2],
      [1, liquid, 0],
    ])
  );
}

function radial(id: string, fade: Fade): string {
  return gradient(id, fade).replaceAll('linearGradient', 'radialGradient');
}

/** What the bottle does to the table: the gloss of its colour, its shadow, and the coloured light it lets through. */
export function onTheTable({ form }: Glass): string {
  const { width } = form;
  const patch = (id: string, cx: number, cy: number, rx: number, ry: number) =>
    `<ellipse cx="${num(cx)}" cy="${num(cy)}" rx="${num(rx)}" ry="${num(ry)}" fill="url(#${id})"/>`;
  return (
    patch('r', 0, 26, width * 0.64, 74) +
    patch('s', width * 0.3, 10, width * 0.9, 30) +
    patch('s', width * 0.05, 3, width * 0.57, 12) +
    patch('s', 0, 1, width * 0.47, 5) +
    patch('q', width * 0.56, 12, width * 0.44, 10) +
    patch('q', width * 0.5, 12, width * 0.26, 5)
  );
}

/** Glass full of liquid turns what lies behind it round and squeezes it: the far light of each side shows at the other. */
export function throughGlass({ form, aura, foot, wall }: Glass): string {
  const squeeze = (form.width * 1.6) / aura.width;
  const turned = `scale(${num(-squeeze, 3)} 1)translate(${num(-aura.width / 2)} ${num(-foot.y)})`;
  const depth = [3.2, 2.2, 1.3].map((times) => `<use href="#u" stroke-width="${num(wall * times)}"/>`);
  return (
    `<use href="#a" transform="${turned}"/>` +
    `<use href="#u" fill="#fff" fill-opacity="${aura.dark ? '.06' : '.16'}"/>` +
    `<g fill="none" stroke="url(#e)" stroke-opacity=".2">${depth.join('')}</g>`
  );
}

export function liquidIn({ form, wall, base, tints }: Glass): string {
  const { width, height, fillY } = form;
  const half = form.section.round ? form.section.halfWidthAt(fillY, wall) : width / 2;
  const depth = form.section.round ? Math.min(8, half * 0.075) : 0;
  const surface = path`M${-half} ${fillY}Q0 ${fillY + depth * 2} ${half} ${fillY}`;
  const body = path`M${-width / 2} ${fillY}L${-half} ${fillY}Q0 ${fillY + depth * 2} ${half} ${fillY}H${width / 2}V0H${-width / 2}Z`;
  const top = form.section.round
    ? `<ellipse cy="${num(fillY)}" rx="${num(half)}" ry="${num(depth)}" fill="${withAlpha(tints.glow, 0.62)}"/>`
    : `<path d="${path`M${-half} ${fillY}H${half}v4H${-half}Z`}" fill="${withAlpha(tints.glow, 0.7)}"/>`;
  const tube = path`M-3 ${-height}L-5 ${fillY}m1.5 0L-9 ${-base - 5}M3 ${-height}L1 ${fillY}m1.5 0L-3 ${-base - 5}`;
  return (
    `<path d="${body}" fill="url(#l)"/><path d="${body}" fill="url(#m)"/>` +
    `<ellipse cx="${num(width * 0.2)}" cy="${num(-height * 0.1)}" rx="${num(width * 0.46)}" ry="${num(height * 0.3)}" fill="url(#q)"/>` +
    `<path d="${tube}" stroke="#fff" stroke-opacity=".4" stroke-width="1.2"/>` +
    top +
    `<path d="${surface}" fill="none" stroke="#fff" stroke-opacity=".8" stroke-width="1.2"/>` +
    `<path d="${surface}" transform="translate(0 ${depth ? 2 : 5})" fill="none" stroke="${tints.deep}" stroke-opacity=".5"/>` +
    `<g fill="none" stroke="${tints.deep}" stroke-opacity=".09">${[42, 32, 23, 15, 8].map((thick) => `<use href="#v" stroke-width="${thick}"/>`).join('')}</g>`
  );
}

/** Bevels, edges and grooves: where the glass was cut. */
export function cuts({ form, wall, base }: Glass): string {
  return form.planes.map(plane).join('') + flutes(form, wall, base);
}

function plane({ path: data, kind, opacity }: Plane): string {
  if (kind === 'edge') {
    return `<path d="${data}" fill="none" stroke="#fff" stroke-opacity="${num(opacity, 2)}" stroke-width="1.5"/>`;
  }
  return `<path d="${data}" fill="${withAlpha(kind === 'lit' ? '#ffffff' : '#1a1512', opacity)}"/>`;
}

function flutes(form: Form, wall: number, base: number): string {
  if (form.flutes === undefined) return '';
  const reach = form.width / 2 - wall;
  const groove = (reach * 2) / form.flutes;
  return (
    gradient(
      'd',
      [
        [0, '#1a1512', 0.2],
        [0.16, '#ffffff', 0],
        [0.36, '#ffffff', 0.5],
        [0.52, '#ffffff', 0.06],
        [0.84, '#1a1512', 0.05],
        [1, '#1a1512', 0.2],
      ],
      ` gradientUnits="userSpaceOnUse" spreadMethod="repeat" x1="0" x2="${num(groove)}"`,
    ) +
    `<path d="${path`M${-reach} ${wall * 2 - form.height}H${reach}V${-base - 3}H${-reach}Z`}" fill="url(#d)" fill-opacity=".8"/>`
  );
}

/** The thick base gathers light like a lens: bright crescents with tapered ends, and the colour of what stands on it. */
export function thickBase({ form, base }: Glass): string {
  const half = form.width * 0.5;
  const crescent = (reach: number, y: number, sag: number, thick: number) =>
    path`M${-reach} ${y}Q0 ${y + sag} ${reach} ${y}Q0 ${y + sag + thick} ${-reach} ${y}Z`;
  return (
    `<path d="${path`M${-half} ${-base}H${half}V8H${-half}Z`}" fill="url(#t)"/>` +
    `<path d="${crescent(half * 0.74, -base * 0.66, 5, 5)}${crescent(half * 0.52, -base * 0.3, 4, 5)}" fill="#fff" fill-opacity=".75"/>`
  );
}

export function rim({ wall }: Glass): string {
  return (
    `<g fill="none"><use href="#u" stroke="#fff" stroke-opacity=".5" stroke-width="${num(wall * 0.9)}"/>` +
    `<use href="#u" stroke="url(#e)" stroke-width="4.5"/></g>`
  );
}

/** Window in the left wall: a broad pale pane, one hard strip, a hair line of its frame. Soft light along the right. */
export function reflections({ form, wall }: Glass): string {
  const { width, height } = form;
  const strip = Math.max(3.5, width * 0.028);
  const at = wall + width * 0.055;
  return (
    `<g clip-path="url(#i)"><path d="${path`M${-width / 2} ${-height}H${-width * 0.17}V0H${-width / 2}Z`}" fill="url(#w)"/></g>` +
    `<g fill="none" stroke="#fff"><g stroke="url(#h)"><path d="${form.leftEdge(at)}" stroke-width="${num(strip)}"/>` +
    `<path d="${form.leftEdge(at + strip * 1.25)}" stroke-opacity=".55" stroke-width="1.3"/></g>` +
    `<g transform="scale(-1 1)" stroke-linecap="round"><use href="#x" stroke-width="13" stroke-opacity=".1"/>` +
    `<use href="#x" stroke-width="7" stroke-opacity=".16"/><use href="#x" stroke-width="2.5" stroke-opacity=".5"/></g></g>`
  );
}
