/** Writes an aura as SVG. Radial gradients only: they paint at the cost of a plain rectangle. */
import type { Aura, AuraField } from './aura';
import type { Falloff } from './compositing';
import { mix, toHex } from './oklch';
import { num, stops } from './svg';

export const fieldColourAt = (field: AuraField, at: number): string =>
  toHex(mix(field.colour, field.rim, Math.min(1, at * 1.2)));

/** Barely visible; breaks the bands of 8-bit gradients as film grain does. */
const GRAIN_OPACITY = 0.022;
const GRAIN =
  '<filter id="n" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">' +
  '<feTurbulence type="fractalNoise" baseFrequency=".8" numOctaves="1"/>' +
  // The one channel of the noise that is never multiplied by another, drawn apart into black and white.
  '<feColorMatrix values="0 0 0 3 -1 0 0 0 3 -1 0 0 0 3 -1 0 0 0 0 1"/></filter>';

export interface AuraMarkup {
  readonly defs: string;
  /** Ground and fields, to be painted first; `#a` can be used again, for what is seen through glass. */
  readonly body: string;
  /** To be painted over everything that should carry the grain. */
  readonly grain: string;
}

export function writeAura(aura: Aura): AuraMarkup {
  const { width, height } = aura;
  const [top, bottom] = aura.ground;
  const defs = [
    `<linearGradient id="g" x2="0" y2="1">${stops([
      { at: 0, colour: toHex(top) },
      { at: 1, colour: toHex(bottom) },
    ])}</linearGradient>`,
    ...aura.fields.map(
      (field, index) => `<radialGradient id="f${index}">${fieldStops(field, aura.falloff)}</radialGradient>`,
    ),
    GRAIN,
  ];
  const rect = `<rect width="${num(width)}" height="${num(height)}"`;
  return {
    defs: defs.join(''),
    body: `<g id="a">${rect} fill="url(#g)"/>${aura.fields.map(ellipse).join('')}</g>`,
    grain: `${rect} filter="url(#n)" opacity="${num(GRAIN_OPACITY, 3)}"/>`,
  };
}

const fieldStops = (field: AuraField, falloff: Falloff): string =>
  stops(falloff.map(([at, opacity]) => ({ at, opacity, colour: fieldColourAt(field, at) })));

function ellipse(field: AuraField, index: number): string {
  const { x, y, radiusX, radiusY, turnDegrees } = field;
  const at = `${num(x, 0)} ${num(y, 0)}`;
  return (
    `<ellipse rx="${num(radiusX, 0)}" ry="${num(radiusY, 0)}" fill="url(#f${index})" ` +
    `transform="translate(${at})rotate(${num(turnDegrees, 0)})"/>`
  );
}
