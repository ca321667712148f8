/**
 * The bottle, standing on the table at x = 0, y = 0. Light comes from a window at the left: one hard highlight on the
 * left wall, one soft light along the right edge, shadow and a coloured gleam thrown to the right.
 */
import type { BottleCap, BottleShape } from '../scent/bottles';
import { meanColour, type Aura, type WeightedAccord } from './aura';
import { writeCap } from './caps';
import type { Glyphs } from './glyphs';
import { writeLabel } from './label';
import { mapToGamut, mix, toHex, type Oklch } from './oklch';
import { formOf } from './shapes';
import type { Form, Plane } from './shapes/form';
import { num, path, stops } from './svg';

export interface BottleRequest {
  readonly shape: BottleShape;
  readonly cap: BottleCap;
  readonly volumeMl: number;
  readonly nameKo: string;
  readonly drawn: readonly WeightedAccord[];
  readonly aura: Aura;
  /** Where the bottle stands in the picture. */
  readonly foot: { readonly x: number; readonly y: number };
}

export interface BottleMarkup {
  readonly defs: string;
  readonly body: string;
}

const WALL = 10;
const BASE = 26;

interface Tints {
  readonly liquid: string;
  readonly deep: string;
  readonly glow: string;
  readonly line: string;
  readonly shadow: string;
}

export function writeBottle(request: BottleRequest, glyphs: Glyphs): BottleMarkup {
  const form = formOf(request.shape, request.volumeMl);
  const tints = tintsOf(liquidColour(request.drawn), request.aura.dark);
  const cap = writeCap(request.cap, form);
  const thin = form.width < 120;
  const wall = thin ? 6 : WALL;
  const base = thin ? 12 : BASE;
  return {
    defs: glassDefs(form, tints, wall, base) + cap.defs,
    body:
      shadow(form) +
      neck(form) +
      throughGlass(form, request) +
      liquid(form, wall) +
      planes(form.planes) +
      walls(form, wall, base) +
      writeLabel({ nameKo: request.nameKo, volumeMl: request.volumeMl }, form, glyphs) +
      highlights(form) +
      cap.body,
  };
}

function liquidColour(drawn: readonly WeightedAccord[]): Oklch {
  const mean = meanColour(drawn.slice(0, 3));
  // Perfume is clear: never darker than strong tea, never paler than the paper of its label.
  return mapToGamut({ l: Math.min(0.9, Math.max(0.5, mean.l)), c: Math.min(0.15, mean.c * 1.15 + 0.012), h: mean.h });
}

function tintsOf(liquid: Oklch, dark: boolean): Tints {
  const shade = (l: number, c: number) => toHex({ l, c, h: liquid.h });
  return {
    liquid: toHex(liquid),
    deep: shade(liquid.l * 0.74, liquid.c * 1.05),
    glow: toHex(mix(liquid, { l: 0.98, c: 0.03, h: liquid.h }, 0.55)),
    line: shade(dark ? 0.12 : 0.34, Math.min(0.06, liquid.c * 0.5)),
    shadow: shade(dark ? 0.08 : 0.27, Math.min(0.05, liquid.c * 0.45)),
  };
}

function glassDefs(form: Form, tints: Tints, wall: number, base: number): string {
  const fade = (id: string, colour: string, list: readonly (readonly [number, number])[], direction = '') =>
    `<linearGradient id="${id}"${direction}>${stops(list.map(([at, opacity]) => ({ at, colour, opacity })))}</linearGradient>`;
  return (
    `<clipPath id="o"><path d="${form.outline({ side: 0, base: 0 })}"/></clipPath>` +
    `<clipPath id="i"><path id="v" d="${form.outline({ side: wall, base })}"/></clipPath>` +
    `<linearGradient id="l" x1=".1" x2=".7" y2="1">${stops([
      { at: 0, colour: tints.deep, opacity: 0.62 },
      { at: 0.45, colour: tints.liquid, opacity: 0.72 },
      { at: 1, colour: tints.liquid, opacity: 0.86 },
    ])}</linearGradient>` +
    `<radialGradient id="q">${stops([
      { at: 0, colour: tints.glow, opacity: 0.85 },
      { at: 0.5, colour: tints.glow, opacity: 0.32 },
      { at: 1, colour: tints.glow, opacity: 0 },
    ])}</radialGradient>` +
    `<radialGradient id="s">${stops([
      { at: 0, colour: tints.shadow, opacity: 0.6 },
      { at: 0.45, colour: tints.shadow, opacity: 0.28 },
      { at: 1, colour: tints.shadow, opacity: 0 },
    ])}</radialGradient>` +
    fade('e', tints.line, [
      [0, 0.42],
      [0.3, 0.2],
      [0.62, 0.26],
      [1, 0.6],
    ]) +
    fade(
      'h',
      '#fff',
      [
        [0, 0.95],
        [0.72, 0.86],
        [1, 0.35],
      ],
      ' x2="0" y2="1"',
    ) +
    fade('p', '#5a4630', [
      [0, 0],
      [0.55, 0.02],
      [1, form.section.round ? 0.2 : 0.08],
    ])
  );
}

function shadow(form: Form): string {
  const { width } = form;
  const patch = (id: string, cx: number, cy: number, rx: number, ry: number) =>
    `<ellipse cx="${num(cx)}" cy="${num(cy)}" rx="${num(rx)}" ry="${num(ry)}" fill="url(#${id})"/>`;
  return (
    patch('s', width * 0.3, 9, width * 0.86, 30) +
    patch('s', width * 0.03, 3, width * 0.56, 13) +
    patch('q', width * 0.5, 11, width * 0.42, 11)
  );
}

function neck(form: Form): string {
  const half = form.neckWidth / 2;
  const y = -form.height;
  return (
    `<path d="${path`M${-half} ${y - 8}H${half}V${y + 10}H${-half}Z`}" fill="#fff" fill-opacity=".35"/>` +
    `<path d="${path`M${-half} ${y - 8}V${y + 4}M${half} ${y - 8}V${y + 4}`}" stroke="url(#e)" stroke-width="2"/>`
  );
}

/** Glass full of liquid turns what lies behind it round and squeezes it: the far light of each side shows at the other. */
function throughGlass(form: Form, { aura, foot }: BottleRequest): string {
  const squeeze = (form.width * 1.7) / aura.width;
  return (
    `<g clip-path="url(#o)"><use href="#a" transform="scale(${num(-squeeze, 3)} 1)translate(${num(-aura.width / 2)} ${num(-foot.y)})"/>` +
    `<path d="${form.outline({ side: 0, base: 0 })}" fill="#fff" fill-opacity="${aura.dark ? '.07' : '.2'}"/></g>`
  );
}

function liquid(form: Form, wall: number): string {
  const { width, fillY } = form;
  const half = form.section.round ? form.section.halfWidthAt(fillY, wall) : width;
  const depth = form.section.round ? Math.min(9, half * 0.08) : 0;
  const surface = path`M${-half} ${fillY}Q0 ${fillY + depth * 2} ${half} ${fillY}`;
  const top = form.section.round
    ? `<ellipse cy="${num(fillY)}" rx="${num(half)}" ry="${num(depth)}" fill="url(#q)"/><ellipse cy="${num(fillY)}" rx="${num(half)}" ry="${num(depth)}" fill="#fff" fill-opacity=".28"/>`
    : `<path d="${path`M${-half} ${fillY}H${half}v5H${-half}Z`}" fill="#fff" fill-opacity=".4"/>`;
  return (
    `<g clip-path="url(#i)"><path d="${surface}V0H${num(-half)}Z" fill="url(#l)"/>` +
    `<ellipse cx="${num(width * 0.24)}" cy="${num(-form.height * 0.16)}" rx="${num(width * 0.5)}" ry="${num(form.height * 0.36)}" fill="url(#q)"/>` +
    top +
    `<path d="${surface}" fill="none" stroke="#fff" stroke-opacity=".75" stroke-width="1.6"/>` +
    `<use href="#v" fill="none" stroke="url(#e)" stroke-width="26" stroke-opacity=".4"/>` +
    `<use href="#v" fill="none" stroke="url(#e)" stroke-width="9" stroke-opacity=".55"/></g>`
  );
}

function planes(list: readonly Plane[]): string {
  return list
    .map(({ path: data, kind, opacity }) => {
      if (kind === 'edge') {
        return `<path d="${data}" fill="none" stroke="#fff" stroke-opacity="${num(opacity, 2)}" stroke-width="1.5"/>`;
      }
      return `<path d="${data}" fill="${kind === 'lit' ? '#fff' : '#1a1512'}" fill-opacity="${num(opacity, 2)}"/>`;
    })
    .join('');
}

/** The glass itself: thick base, rim light and the dark line where the eye looks along the wall. */
function walls(form: Form, wall: number, base: number): string {
  const outer = form.outline({ side: 0, base: 0 });
  const line = (side: number, colour: string, opacity: number, width: number) =>
    `<path d="${form.outline({ side, base: side })}" fill="none" stroke="${colour}" stroke-opacity="${num(opacity, 2)}" stroke-width="${num(width)}"/>`;
  return (
    `<g clip-path="url(#o)"><path d="${path`M${-form.width / 2} ${-base}H${form.width / 2}V6H${-form.width / 2}Z`}" fill="#fff" fill-opacity=".22"/>` +
    `<path d="${path`M${-form.width * 0.3} ${-base * 0.42}H${form.width * 0.36}`}" stroke="#fff" stroke-opacity=".6" stroke-width="2.2"/>` +
    `<path d="${outer}" fill="none" stroke="url(#e)" stroke-width="5"/>` +
    line(wall * 0.5, '#fff', 0.55, wall * 0.42) +
    `</g><use href="#v" fill="none" stroke="#fff" stroke-opacity=".35"/>`
  );
}

function highlights(form: Form): string {
  const at = form.width * 0.1;
  const left = form.leftEdge(at);
  const right = form.leftEdge(form.width * 0.055);
  const soft = [
    [14, 0.1],
    [8, 0.16],
    [3, 0.4],
  ] as const;
  return (
    `<path d="${left}" fill="none" stroke="#fff" stroke-opacity=".88" stroke-width="${num(Math.max(4, form.width * 0.034))}"/>` +
    `<g transform="scale(-1 1)" fill="none" stroke="#fff" stroke-linecap="round">${soft
      .map(([width, opacity]) => `<path d="${right}" stroke-width="${width}" stroke-opacity="${num(opacity, 2)}"/>`)
      .join('')}</g>`
  );
}
