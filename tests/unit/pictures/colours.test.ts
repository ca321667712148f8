import fc from 'fast-check';
import { ACCORD_COLOURS } from '../../../server/pictures/accord-colours';
import {
  fromHex,
  inGamut,
  mapToGamut,
  mix,
  srgbToOklab,
  toHex,
  toOklab,
  toOklch,
  type Oklch,
} from '../../../server/pictures/oklch';
import { ACCORD_SLUGS, type AccordSlug } from '../../../server/scent/accords';

const anyColour = fc.record({
  l: fc.double({ min: 0, max: 1, noNaN: true }),
  c: fc.double({ min: 0, max: 0.4, noNaN: true }),
  h: fc.double({ min: 0, max: 360, noNaN: true }),
});
const anyHex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

const apart = (one: Oklch, other: Oklch) => {
  const [x, y] = [toOklab(one), toOklab(other)];
  return Math.hypot(x.l - y.l, x.a - y.a, x.b - y.b);
};

describe('OKLCH', () => {
  test('known colours come out as CSS defines them', () => {
    expect(toHex({ l: 1, c: 0, h: 0 })).toBe('#ffffff');
    expect(toHex({ l: 0, c: 0, h: 0 })).toBe('#000000');
    expect(toHex({ l: 0.627955, c: 0.257683, h: 29.2339 })).toBe('#ff0000');
    expect(toHex({ l: 0.86644, c: 0.294827, h: 142.4953 })).toBe('#00ff00');
    expect(toHex({ l: 0.452014, c: 0.313214, h: 264.052 })).toBe('#0000ff');
  });

  test('every sRGB colour survives the way there and back', () => {
    fc.assert(
      fc.property(anyHex, (hex) => {
        expect(toHex(toOklch(srgbToOklab(fromHex(hex))))).toBe(hex);
      }),
    );
  });

  test('a colour outside sRGB goes paler, but keeps its lightness and hue', () => {
    fc.assert(
      fc.property(anyColour, (colour) => {
        const mapped = mapToGamut(colour);
        expect(inGamut(mapped)).toBe(true);
        expect(mapped.c).toBeLessThanOrEqual(colour.c);
        expect(mapped.l).toBeCloseTo(colour.l, 9);
        expect(mapped.h).toBe(colour.h);
      }),
    );
  });

  test('a colour inside sRGB is left alone', () => {
    fc.assert(
      fc.property(anyHex, (hex) => {
        const colour = toOklch(srgbToOklab(fromHex(hex)));
        expect(apart(mapToGamut(colour), colour)).toBeLessThan(1e-3);
      }),
    );
  });

  test('a mixture lies between its parts', () => {
    fc.assert(
      fc.property(anyColour, anyColour, fc.double({ min: 0, max: 1, noNaN: true }), (one, other, share) => {
        expect(apart(one, mix(one, other, share))).toBeCloseTo(apart(one, other) * share, 6);
      }),
    );
  });

  test('what is no colour is refused', () => {
    for (const text of ['red', '#fff', '#12345g', '']) expect(() => fromHex(text)).toThrow(TypeError);
  });
});

describe('the colours of the accords', () => {
  const like: readonly (readonly [AccordSlug, AccordSlug, far: AccordSlug])[] = [
    ['iris', 'violet', 'citrus'],
    ['iris', 'powdery', 'green'],
    ['musk', 'powdery', 'leather'],
    ['milky', 'vanilla', 'smoky'],
    ['honey', 'amber', 'marine'],
    ['amber', 'resinous', 'ozonic'],
    ['woody', 'earthy', 'violet'],
    ['leather', 'smoky', 'white-floral'],
    ['marine', 'ozonic', 'amber'],
    ['green', 'tea', 'leather'],
    ['mossy', 'earthy', 'citrus'],
    ['rose', 'fruity', 'mossy'],
    ['aromatic', 'green', 'warm-spicy'],
    ['citrus', 'fresh-spicy', 'violet'],
  ];

  test.each(like)('%s lies nearer to %s than to %s', (accord, near, far) => {
    const [one, other, stranger] = [ACCORD_COLOURS[accord], ACCORD_COLOURS[near], ACCORD_COLOURS[far]];
    expect(apart(one, other)).toBeLessThan(apart(one, stranger));
  });

  test('all of them can be shown, and no two look the same', () => {
    for (const accord of ACCORD_SLUGS) {
      expect(inGamut(ACCORD_COLOURS[accord])).toBe(true);
      for (const other of ACCORD_SLUGS) {
        // Twice what a trained eye can just tell apart.
        if (other !== accord) expect(apart(ACCORD_COLOURS[accord], ACCORD_COLOURS[other])).toBeGreaterThan(0.04);
      }
    }
  });
});
