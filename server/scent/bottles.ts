/** Bottle silhouettes: one family a house, so that a shelf can be read from afar. */
export const BOTTLE_SHAPES = [
  'cylinder',
  'slab',
  'arch',
  'disc',
  'facet',
  'dome',
  'column',
  'lantern',
  'pebble',
  'vial',
] as const;
export type BottleShape = (typeof BOTTLE_SHAPES)[number];

export const BOTTLE_CAPS = ['black', 'metal', 'brass', 'wood', 'porcelain'] as const;
export type BottleCap = (typeof BOTTLE_CAPS)[number];
