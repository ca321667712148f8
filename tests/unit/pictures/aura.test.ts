import fc from 'fast-check';
import { computeAura, strongestAccords } from '../../../server/pictures/aura';
import { patches, visibleShares } from '../../../server/pictures/compositing';
import { inGamut } from '../../../server/pictures/oklch';
import { houses } from '../../../server/seed/catalogue';
import { anyAccords, anySlug } from './arbitraries';
import { pictureColourDistance, signatureOf } from './colour-signature';

const PICTURE = { width: 800, height: 1000 };
const anyScheme = fc.constantFrom('light' as const, 'dark' as const);
const anyCanvas = fc.record({
  width: fc.integer({ min: 200, max: 3000 }),
  height: fc.integer({ min: 200, max: 2000 }),
});

describe('the aura', () => {
  test('is made of at most five fields, the strongest nearest the viewer, in colours that can be shown', () => {
    fc.assert(
      fc.property(anySlug, anyAccords, anyCanvas, anyScheme, (slug, accords, canvas, scheme) => {
        const aura = computeAura({ slug, accords, scheme, ...canvas });
        const count = Object.keys(accords).length;
        expect(aura.fields.length).toBeGreaterThanOrEqual(Math.min(3, count));
        expect(aura.fields.length).toBeLessThanOrEqual(5);
        const weights = aura.fields.map(({ accord }) => accords[accord] ?? 0);
        expect(weights).toEqual([...weights].sort((one, other) => one - other));
        for (const { colour, rim, x, y, radiusX, radiusY } of aura.fields) {
          expect(inGamut(colour) && inGamut(rim)).toBe(true);
          for (const length of [x, y, radiusX, radiusY]) expect(Number.isFinite(length)).toBe(true);
          expect(Math.min(radiusX, radiusY)).toBeGreaterThan(0);
        }
        for (const colour of aura.ground) expect(inGamut(colour)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('never changes for one slug, and differs from the next', () => {
    const accords = { rose: 80, woody: 40, musk: 30 };
    const draw = (slug: string) => computeAura({ slug, accords, ...PICTURE });
    expect(draw('midnight-rose')).toEqual(draw('midnight-rose'));
    expect(draw('midnight-rose')).not.toEqual(draw('morning-rose'));
  });

  test('shows each accord of the catalogue on about as much of the picture as it weighs', () => {
    const errors = houses.flatMap(({ perfumes }) =>
      perfumes.flatMap(({ slug, accords }) => {
        const { fields, falloff } = computeAura({ slug, accords, ...PICTURE });
        const nearestFirst = [...fields].reverse();
        const seen = visibleShares(nearestFirst, falloff, patches(PICTURE, 16, 20));
        const total = seen.reduce((sum, share) => sum + share, 0);
        return nearestFirst.map(({ share }, index) => Math.abs((seen[index] ?? 0) / total - share));
      }),
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(mean).toBeLessThan(0.015);
    expect(Math.max(...errors)).toBeLessThan(0.1);
  });

  test('a perfume without accords still has a picture', () => {
    expect(strongestAccords({})).toEqual([{ accord: 'musk', share: 1 }]);
    expect(computeAura({ slug: 'blank', accords: {}, ...PICTURE }).fields).toHaveLength(1);
  });

  test('dark scents stand on a dark ground, bright ones on paper', () => {
    const dark = (accords: Parameters<typeof strongestAccords>[0]) =>
      computeAura({ slug: 'x', accords, ...PICTURE }).ground.every(({ l }) => l < 0.5);
    expect(dark({ smoky: 90, leather: 60, earthy: 30 })).toBe(true);
    expect(dark({ citrus: 90, 'white-floral': 60, musk: 30 })).toBe(false);
  });
});

describe('the distance of two pictures', () => {
  const signature = (slug: string, accords: Parameters<typeof strongestAccords>[0]) =>
    signatureOf(computeAura({ slug, accords, ...PICTURE }));

  test('is nothing to itself, the same both ways, and never more than one', () => {
    fc.assert(
      fc.property(anyAccords, anyAccords, (one, other) => {
        const [x, y] = [signature('one', one), signature('other', other)];
        expect(pictureColourDistance(x, x)).toBeCloseTo(0, 9);
        expect(pictureColourDistance(x, y)).toBeCloseTo(pictureColourDistance(y, x), 9);
        expect(pictureColourDistance(x, y)).toBeGreaterThanOrEqual(0);
        expect(pictureColourDistance(x, y)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 10 },
    );
  });

  test('does not care where the seed put the colours', () => {
    const accords = { rose: 80, woody: 50, musk: 40 };
    const [here, there] = [signature('here', accords), signature('there', accords)];
    const stranger = signature('here', { marine: 80, ozonic: 50, citrus: 40 });
    expect(pictureColourDistance(here, there)).toBeLessThan(pictureColourDistance(here, stranger) / 2);
  });
});
