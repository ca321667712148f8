import { en, ko } from './all-texts';

interface Texts {
  readonly [key: string]: string | Texts;
}

/** Every text by its whole key, with the values that are put into it. */
function slotsOf(texts: Texts, before = ''): [string, string[]][] {
  return Object.entries(texts).flatMap(([key, text]): [string, string[]][] => {
    if (typeof text !== 'string') return slotsOf(text, `${before}${key}.`);
    return [[before + key, Array.from(text.matchAll(/\{\{(\w+)\}\}/g), ([, slot = '']) => slot).sort()]];
  });
}

test.each(['cart', 'checkout', 'contacts', 'orders', 'orderWords'] as const)(
  '%s says the same things in both languages',
  (name) => {
    expect(Object.fromEntries(slotsOf(en[name]))).toEqual(Object.fromEntries(slotsOf(ko[name])));
  },
);

test.each(['cart', 'checkout', 'contacts', 'orders', 'orderWords'] as const)('%s raises its voice nowhere', (name) => {
  const loud = JSON.stringify([ko[name], en[name]]).match(/[^"]*!/g);
  expect(loud).toBeNull();
});
