import { type BottleShape } from '../../scent/bottles';
import { arch, disc, dome, lantern, pebble } from './arcs';
import { facet } from './facet';
import type { Form, Shape } from './form';
import { column, cylinder, slab, vial } from './rectangles';

interface Mould {
  readonly build: (width: number, height: number) => Shape;
  /** Of a 50 ml bottle, without neck and cap. */
  readonly width: number;
  readonly height: number;
  /** A circle stays a circle. */
  readonly keepsRatio?: boolean;
}

const MOULDS: Readonly<Record<BottleShape, Mould>> = {
  cylinder: { build: cylinder, width: 255, height: 395 },
  slab: { build: slab, width: 303, height: 366 },
  arch: { build: arch, width: 282, height: 420 },
  disc: { build: disc, width: 377, height: 371, keepsRatio: true },
  facet: { build: facet, width: 294, height: 393 },
  dome: { build: dome, width: 344, height: 339 },
  column: { build: column, width: 194, height: 466 },
  lantern: { build: lantern, width: 312, height: 377 },
  pebble: { build: pebble, width: 373, height: 323 },
  vial: { build: vial, width: 95, height: 359 },
};

/** Up to here a scent is a sample, and a sample is a vial whatever the house. */
export const SAMPLE_VOLUME_ML = 10;

export function formOf(shape: BottleShape, volumeMl: number): Form {
  if (volumeMl <= SAMPLE_VOLUME_ML || shape === 'vial') return sample(volumeMl);
  const mould = MOULDS[shape];
  const times = Math.min(3, Math.max(0.4, volumeMl / 50));
  return mould.keepsRatio ? cast(mould, times ** 0.2, times ** 0.2) : cast(mould, times ** 0.16, times ** 0.26);
}

function sample(volumeMl: number): Form {
  const times = Math.min(2, Math.max(0.2, volumeMl / 10));
  return cast(MOULDS.vial, times ** 0.12, times ** 0.2);
}

function cast(mould: Mould, wide: number, tall: number): Form {
  const [width, height] = [mould.width * wide, mould.height * tall];
  return { planes: [], ...mould.build(width, height), width, height };
}
