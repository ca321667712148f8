import type { BottleCap } from '../scent/bottles';
import { MATERIALS, PORCELAIN_STOPPER, STEEL_COLLAR, type Material } from './cap-materials';
import type { Form } from './shapes/form';
import { num, path, stops } from './svg';

const COLLAR = { height: 15, overlap: 6 };

export function writeCap(cap: BottleCap, form: Form) {
  const material = cap === 'porcelain' && form.slim ? PORCELAIN_STOPPER : MATERIALS[cap];
  const { width, height } = capSize(material, form);
  const top = -form.height - COLLAR.overlap - COLLAR.height;
  const collarFill = cap === 'brass' ? 'k' : 'c';
  return {
    defs:
      capGradient(material) +
      (collarFill === 'c' ? `<linearGradient id="c">${stops(STEEL_COLLAR)}</linearGradient>` : ''),
    body:
      collar(form, top, collarFill) +
      `<g transform="translate(0 ${num(top)})"><path d="${material.silhouette(width, height)}" fill="url(#k)"/>` +
      material.finish(width, height) +
      (material.ball ? '' : rim(material, width, height)) +
      '</g>',
  };
}

function collar(form: Form, top: number, fill: string): string {
  const half = form.neckWidth * 0.53;
  const foot = -form.height - COLLAR.overlap;
  return (
    `<path d="${path`M${-half} ${top}H${half}V${foot}Q0 ${foot + 4} ${-half} ${foot}Z`}" fill="url(#${fill})"/>` +
    `<path d="${path`M${-half} ${top}H${half}v4H${-half}Z`}" fill-opacity=".4"/>`
  );
}

function rim({ rim: colour }: Material, width: number, height: number): string {
  const half = width / 2 - 9;
  return `<path d="${path`M${-half} ${1.2 - height}H${half}`}" stroke="${colour}" stroke-opacity=".8" stroke-width="1.6"/>`;
}

function capSize(material: Material, form: Form): { readonly width: number; readonly height: number } {
  const width = form.cap.width * material.wide;
  if (!material.ball) return { width, height: form.cap.height * material.tall };
  const diameter = Math.max(80, width);
  return { width: diameter, height: diameter * material.tall };
}

function capGradient({ across, ball }: Material): string {
  if (!ball) return `<linearGradient id="k">${stops(across)}</linearGradient>`;
  return `<radialGradient id="k" cx=".36" cy=".3" r=".75">${stops(across)}</radialGradient>`;
}
