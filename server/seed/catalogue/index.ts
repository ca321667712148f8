/** The demo catalogue: real content for development and tests, never seeded in production. */
import { glassAndFern } from './houses/glass-and-fern';
import { haetsom } from './houses/haetsom';
import { kkotdam } from './houses/kkotdam';
import { lastTrain } from './houses/last-train';
import { mukjae } from './houses/mukjae';
import { neoul } from './houses/neoul';
import { sanmak } from './houses/sanmak';
import { sevenScales } from './houses/seven-scales';
import { ujeon } from './houses/ujeon';
import type { SeedHouse } from './types';

export { notes } from './notes';

export const houses: readonly SeedHouse[] = [
  ujeon,
  mukjae,
  neoul,
  kkotdam,
  sevenScales,
  lastTrain,
  haetsom,
  sanmak,
  glassAndFern,
];
