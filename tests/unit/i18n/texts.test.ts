import { en, ko, namespaces } from './all-texts';

interface Texts {
  readonly [key: string]: string | Texts;
}

const gapsIn = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(/\{\{(\w+)\}\}/g), ([, name]) => String(name))),
];

/** Every text by its whole key, and what it has gaps for. A plural's number may be plain from its grammar. */
function gapsOf(texts: Texts, before = ''): [key: string, gaps: string[]][] {
  return Object.entries(texts).flatMap(([name, below]): [string, string[]][] => {
    if (typeof below === 'string') return [[before + name, gapsIn(below).sort()]];
    if (Object.keys(below).join() !== 'one,other') return gapsOf(below, `${before}${name}.`);
    return [[before + name, gapsIn(`{{count}}${valuesOf(below).join('')}`).sort()]];
  });
}

const valuesOf = (texts: Texts): string[] =>
  Object.values(texts).flatMap((below) => (typeof below === 'string' ? [below] : valuesOf(below)));

test('no two wings give their texts the same name', () => {
  expect(namespaces.filter((name, index) => namespaces.indexOf(name) !== index)).toEqual([]);
});

test('a text has gaps for the same in both languages', () => {
  expect(Object.fromEntries(gapsOf(en))).toEqual(Object.fromEntries(gapsOf(ko)));
});

test('no text is empty', () => {
  expect([...valuesOf(ko), ...valuesOf(en)].filter((text) => text.trim() === '')).toEqual([]);
});
