/** Which shape at which size: 50 ml are the measure, more grows taller before it grows wider. */
import { type BottleShape } from '../../scent/bottles';
import { arch, disc, dome, lantern, pebble } from './arcs';
import { facet } from './facet';
import type { Form } from './form';
import { column, cylinder, slab, vial } from './rectangles';

type Build = (width: number, height: number) => Form;

interface Mould {
  readonly build: Build;
  /** Of a 50 ml bottle, without neck and cap. */
  readonly width: number;
  readonly height: number;
  /** A circle stays a circle. */
  readonly keepsRatio?: boolean;
}

const MOULDS: Readonly<Record<BottleShape, Mould>> = {
  cylinder: { build: cylinder, width: 226, height: 350 },
  slab: { build: slab, width: 268, height: 324 },
  arch: { build: arch, width: 250, height: 372 },
  disc: { build: disc, width: 334, height: 328, keepsRatio: true },
  facet: { build: facet, width: 260, height: 348 },
  dome: { build: dome, width: 304, height: 300 },
  column: { build: column, width: 172, height: 412 },
  lantern: { build: lantern, width: 276, height: 334 },
  pebble: { build: pebble, width: 330, height: 286 },
  vial: { build: vial, width: 84, height: 318 },
};

/** Up to here a scent is a sample, and a sample is a vial whatever the house. */
export const SAMPLE_VOLUME_ML = 10;

export function formOf(shape: BottleShape, volumeMl: number): Form {
  if (volumeMl <= SAMPLE_VOLUME_ML || shape === 'vial') return sample(volumeMl);
  const mould = MOULDS[shape];
  const times = Math.min(3, Math.max(0.4, volumeMl / 50));
  const [wide, tall] = mould.keepsRatio ? [times ** 0.2, times ** 0.2] : [times ** 0.16, times ** 0.26];
  return mould.build(mould.width * wide, mould.height * tall);
}

function sample(volumeMl: number): Form {
  const { build, width, height } = MOULDS.vial;
  const times = Math.min(2, Math.max(0.2, volumeMl / 10));
  return build(width * times ** 0.12, height * times ** 0.2);
}
