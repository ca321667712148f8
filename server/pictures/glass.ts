/** Walls follow the silhouette by strokes clipped to it, which works for any shape. Light comes from the left. */
import { gradient, type Glass } from './glass-defs';
import type { Form, Plane } from './shapes/form';
import { num, path, withAlpha } from './svg';

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

export const cuts = ({ form, wall, base }: Glass): string => form.planes.map(plane).join('') + flutes(form, wall, base);

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
