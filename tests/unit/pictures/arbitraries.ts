import fc from 'fast-check';
import { ACCORD_SLUGS, type AccordWeights } from '../../../server/scent/accords';
import { BOTTLE_CAPS, BOTTLE_SHAPES } from '../../../server/scent/bottles';

export const anyAccords: fc.Arbitrary<AccordWeights> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...ACCORD_SLUGS), fc.integer({ min: 1, max: 100 })), {
    minLength: 1,
    maxLength: ACCORD_SLUGS.length,
    selector: ([accord]) => accord,
  })
  .map((entries) => Object.fromEntries(entries));

export const anySlug = fc.stringMatching(/^[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,3}$/);

const anyName = fc.oneof(
  fc.string({
    unit: fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCodePoint(code)),
    maxLength: 16,
  }),
  fc.string({ unit: fc.constantFrom(...Array.from('비온뒤 무화과 그늘의 밤')), maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc.constantFrom('Midnight Rose', 'L’Été & <Fils>', 'No. 5', '', ' ', '墨', '향수 🌹', '가'.repeat(60)),
);

export const anyPicture = fc.record({
  slug: anySlug,
  nameKo: anyName,
  accords: anyAccords,
  shape: fc.constantFrom(...BOTTLE_SHAPES),
  cap: fc.constantFrom(...BOTTLE_CAPS),
  volumeMl: fc.integer({ min: 1, max: 500 }),
});
