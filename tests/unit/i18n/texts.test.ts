import { en, ko, namespaces } from './all-texts';

type Texts = { readonly [key: string]: string | Texts };

/** English has two numbers and Korean one, so `perfumes_one` and `perfumes_other` stand for the same text. */
const withoutNumber = (key: string): string => key.replace(/_(one|other)$/, '');

function keysOf(texts: Texts, path = ''): string[] {
  const keys = Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [withoutNumber(path + key)] : keysOf(value, `${path}${key}.`),
  );
  return [...new Set(keys)].sort();
}

function valuesOf(texts: Texts): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[withoutNumber(key), value] as [string, string]] : valuesOf(value),
  );
}

const gapsIn = (text: string): string[] =>
  Array.from(text.matchAll(/\{\{(\w+)\}\}/g), ([, name]) => String(name)).sort();

test('no two wings give their texts the same name', () => {
  expect(namespaces.filter((name, index) => namespaces.indexOf(name) !== index)).toEqual([]);
});

test('both languages have the same features', () => {
  expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
});

describe.each(Object.keys(ko))('%s', (feature) => {
  const korean = (ko as unknown as Record<string, Texts>)[feature]!;
  const english = (en as unknown as Record<string, Texts>)[feature]!;

  test('has the same texts in Korean and in English', () => {
    expect(keysOf(english)).toEqual(keysOf(korean));
  });

  test('has no empty text', () => {
    const empty = [...valuesOf(korean), ...valuesOf(english)].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  test('fills English from nothing that Korean does not have too', () => {
    const known = new Set(valuesOf(korean).flatMap(([, text]) => gapsIn(text)));
    // A number may be said in one language and be plain from the grammar of the other.
    const unknown = valuesOf(english).flatMap(([, text]) => gapsIn(text).filter((gap) => !known.has(gap)));
    expect(unknown).toEqual([]);
  });
});
