import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { drawAura, drawPicture } from '../../../server/pictures/draw';
import { BOTTLE_CAPS, BOTTLE_SHAPES } from '../../../server/scent/bottles';
import { houses } from '../../../server/seed/catalogue';
import { anyPicture } from './arbitraries';
import { byId, elementsOf, parseSvg } from './parse-svg';

const SAMPLE = {
  slug: 'after-rain',
  nameKo: '비 온 뒤',
  accords: { ozonic: 90, green: 62, earthy: 34, violet: 24, musk: 18 },
  shape: 'cylinder',
  cap: 'porcelain',
  volumeMl: 50,
} as const;

/** Only what paints. No text, style, script, link, image or foreign content. */
const PAINTS = new Set(
  'svg defs linearGradient radialGradient stop filter feTurbulence feColorMatrix clipPath g path rect ellipse use'.split(
    ' ',
  ),
);

function expectSound(svg: string): void {
  const root = parseSvg(svg);
  expect(root.attributes.xmlns).toBe('http://www.w3.org/2000/svg');
  const elements = elementsOf(root);
  const ids = elements.flatMap(({ attributes }) => (attributes.id === undefined ? [] : [attributes.id]));
  expect(new Set(ids).size).toBe(ids.length);
  for (const { name, attributes } of elements) {
    expect(PAINTS).toContain(name);
    for (const [key, value] of Object.entries(attributes)) {
      expect(value).not.toMatch(/NaN|undefined|Infinity|null|\[object/);
      // Exponents are numbers to XML's readers, but not to all of SVG's.
      if (!value.startsWith('#')) expect(value).not.toMatch(/\de[-+]?\d/);
      if (key !== 'xmlns') expect(value).not.toMatch(/:|\/\//);
      const reference = /^(?:url\()?#([\w-]+)\)?$/.exec(value)?.[1];
      if (reference !== undefined && (key === 'href' || value.startsWith('url('))) expect(ids).toContain(reference);
    }
  }
}

const topOf = (svg: string) => byId(parseSvg(svg), 'u').attributes.d ?? '';

describe('a picture', () => {
  test('is sound XML whatever the perfume is called and made of', () => {
    fc.assert(
      fc.property(anyPicture, (picture) => {
        expectSound(drawPicture(picture));
      }),
      { numRuns: 40 },
    );
  });

  test('is the same bytes every time', () => {
    expect(drawPicture(SAMPLE)).toBe(drawPicture({ ...SAMPLE }));
  });

  test.each(BOTTLE_SHAPES)('of a %s is sound and small with every cap, at every volume', (shape) => {
    for (const cap of BOTTLE_CAPS) {
      for (const volumeMl of [5, 30, 100]) {
        const svg = drawPicture({ ...SAMPLE, shape, cap, volumeMl });
        expectSound(svg);
        expect(gzipSync(svg).length).toBeLessThanOrEqual(4096);
      }
    }
  });

  test('of every seeded perfume is light enough to send by the dozen', () => {
    const sizes = houses.flatMap(({ bottle, cap, perfumes }) =>
      perfumes.map(({ slug, name, accords }) => {
        const svg = drawPicture({ slug, nameKo: name.ko, accords, shape: bottle, cap, volumeMl: 100 });
        return { bytes: svg.length, sent: gzipSync(svg).length };
      }),
    );
    expect(Math.max(...sizes.map(({ sent }) => sent))).toBeLessThanOrEqual(4096);
    expect(sizes.reduce((sum, { bytes }) => sum + bytes, 0) / sizes.length).toBeLessThanOrEqual(12_288);
  });

  test('differs by shape, by cap, by name and by volume', () => {
    const others = [
      { ...SAMPLE, shape: 'disc' as const },
      { ...SAMPLE, cap: 'wood' as const },
      { ...SAMPLE, nameKo: '비 온 날' },
      { ...SAMPLE, volumeMl: 100 },
    ];
    const drawn = [SAMPLE, ...others].map(drawPicture);
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  test('a sample is a vial in every house, and 30 ml is no small picture of 100 ml', () => {
    const vials = BOTTLE_SHAPES.map((shape) => topOf(drawPicture({ ...SAMPLE, shape, volumeMl: 10 })));
    expect(new Set(vials).size).toBe(1);
    const size = (volumeMl: number) => {
      const [, x = '', y = ''] =
        /^M(-?[\d.]+) (-?[\d.]+)/.exec(topOf(drawPicture({ ...SAMPLE, shape: 'slab', volumeMl }))) ?? [];
      return Math.abs(Number(y)) / Math.abs(Number(x));
    };
    expect(size(100)).toBeGreaterThan(size(30) * 1.05);
  });

  test('carries its name as outlines, on one label within the bottle', () => {
    const names = [
      '먹',
      '해 질 녘 대추야자',
      '아주아주아주 긴 이름을 가진 어느 향수의 이야기',
      'Midnight Rose',
      '가'.repeat(40),
    ];
    for (const nameKo of names) {
      for (const shape of BOTTLE_SHAPES) {
        const svg = drawPicture({ ...SAMPLE, nameKo, shape });
        expectSound(svg);
        expect(svg).toMatch(/scale\(\.\d+\)" d="M/);
      }
    }
    expect(drawPicture({ ...SAMPLE, nameKo: '먹' }).length).toBeLessThan(
      drawPicture({ ...SAMPLE, nameKo: '먹매화' }).length,
    );
  });

  test('a character the typeface lacks is left out, the rest of the name stays', () => {
    expect(drawPicture({ ...SAMPLE, nameKo: '장미🌹' })).toBe(drawPicture({ ...SAMPLE, nameKo: '장미' }));
  });
});

test('an aura alone has any size, and either scheme', () => {
  const request = { slug: SAMPLE.slug, accords: SAMPLE.accords, width: 1600, height: 900 };
  for (const drawn of [drawAura(request), drawAura({ ...request, scheme: 'dark' })]) expectSound(drawn);
  expect(drawAura(request)).not.toBe(drawAura({ ...request, scheme: 'dark' }));
});
