/** Two perfumes that smell alike look alike: the picture is information. */
import { computeAura } from '../../../server/pictures/aura';
import { drawPicture } from '../../../server/pictures/draw';
import { srgbToOklab } from '../../../server/pictures/oklch';
import type { AccordWeights } from '../../../server/scent/accords';
import { houses } from '../../../server/seed/catalogue';
import { auraSamples, colourSignature, pictureColourDistance } from './colour-signature';
import { paintAura } from './paint-svg';
import { spearman } from './spearman';

const perfumes = houses.flatMap(({ bottle, cap, perfumes: list }) =>
  list.map(({ slug, name, accords }) => ({
    slug,
    accords,
    svg: drawPicture({ slug, nameKo: name.ko, accords, shape: bottle, cap, volumeMl: 50 }),
  })),
);
const pairs = perfumes.flatMap((one, index) => perfumes.slice(index + 1).map((other) => [one, other] as const));

/** One minus the cosine of the weight vectors: accords are told apart and nothing else. */
function accordDistance(one: AccordWeights, other: AccordWeights): number {
  const length = (weights: AccordWeights) => Math.hypot(...Object.values(weights));
  const shared = Object.entries(one).reduce((sum, [accord, weight]) => {
    return sum + weight * ((other as Record<string, number>)[accord] ?? 0);
  }, 0);
  return 1 - shared / (length(one) * length(other));
}

test('the catalogue has enough perfumes to say so', () => {
  expect(perfumes.length).toBeGreaterThanOrEqual(60);
});

const colours = new Map(perfumes.map(({ slug, svg }) => [slug, paintAura(svg, 12, 15).map(srgbToOklab)]));
const signatures = new Map([...colours].map(([slug, drawn]) => [slug, colourSignature(drawn)]));
const apart = pairs.map(([one, other]) => ({
  slugs: [one.slug, other.slug],
  byAccords: accordDistance(one.accords, other.accords),
  byColour: pictureColourDistance(signatures.get(one.slug)!, signatures.get(other.slug)!),
}));

test('over all pairs, distance of accords and distance of the colours drawn correlate by 0.7 or more', () => {
  const correlation = spearman(
    apart.map(({ byAccords }) => byAccords),
    apart.map(({ byColour }) => byColour),
  );
  expect(correlation).toBeGreaterThanOrEqual(0.7);
});

test('the colours a picture is known by are those that are drawn', () => {
  for (const { slug, accords } of perfumes) {
    const drawn = colours.get(slug)!;
    const known = auraSamples(computeAura({ slug, accords, width: 800, height: 1000 }), 12, 15).map(srgbToOklab);
    for (const [index, colour] of drawn.entries()) {
      const other = known[index]!;
      // Lengths and colours are rounded when they are written: a hundredth is half of what an eye can tell.
      expect(Math.hypot(colour.l - other.l, colour.a - other.a, colour.b - other.b)).toBeLessThan(0.01);
    }
  }
});

test('the picture most like a perfume’s own is, for most, one of the ten that smell most like it', () => {
  const found = perfumes.filter(({ slug }) => {
    const mine = apart.filter(({ slugs }) => slugs.includes(slug));
    const nearest = (by: 'byAccords' | 'byColour') => [...mine].sort((one, other) => one[by] - other[by]);
    return nearest('byAccords').slice(0, 10).includes(nearest('byColour')[0]!);
  });
  expect(found.length / perfumes.length).toBeGreaterThan(0.6);
});
