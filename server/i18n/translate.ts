/** Texts by key, `feature:path.to.text`. A key or gap that the Korean texts don't have doesn't compile. */
import type { Locale } from './locale';

/** What changes with `count`, in a language that has more than one number. */
interface Plural {
  readonly one: string;
  readonly other: string;
}

interface Texts {
  readonly [key: string]: string | Plural | Texts;
}

type PathsIn<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${PathsIn<T[K]>}` }[keyof T & string];

export type KeysOf<N> = { [K in keyof N & string]: `${K}:${PathsIn<N[K]>}` }[keyof N & string];

type TextAt<T, Path> = Path extends keyof T
  ? T[Path]
  : Path extends `${infer K extends keyof T & string}.${infer Rest}`
    ? TextAt<T[K], Rest>
    : never;

type GapsIn<T> = T extends `${string}{{${infer Gap}}}${infer Rest}` ? Gap | GapsIn<Rest> : never;

type Gaps<N> = {
  [Key in KeysOf<N>]: Key extends `${infer K extends keyof N & string}:${infer Path}`
    ? GapsIn<TextAt<N[K], Path>>
    : never;
};

export type Values<Gap extends string = string> = Readonly<Record<Gap, string | number>>;

export type Coded<Group> = {
  [Code in keyof Group]: [GapsIn<Group[Code]>] extends [never]
    ? [code: Code]
    : [code: Code, values: Values<GapsIn<Group[Code]>>];
}[keyof Group];

/** What has come with a code, where the compiler can't tell any more which belongs to which. */
export const given = <Gap extends string>(values: Values | undefined): Values<Gap> => values ?? {};

/** Has what was stored, perhaps by another release, words in a group of texts? */
export const hasWord = <Group extends object>(group: Group, name: string): name is keyof Group & string =>
  Object.hasOwn(group, name);

/** @throws where a group of texts has no words for what its door has to say: that is a defect */
export function worded<Group extends object>(group: Group, name: string): keyof Group & string {
  if (!hasWord(group, name)) throw new Error(`there are no words for ${name}`);
  return name;
}

export type WithValues<Ko, Key extends KeysOf<Ko>> = [Gaps<Ko>[Key]] extends [never]
  ? unknown
  : { readonly values: Values<Gaps<Ko>[Key]> };

type Whole<G> = { [Key in keyof G]: G[Key] extends never ? Key : never }[keyof G];

interface Lookup<in Ungapped, out G extends Readonly<Record<keyof G, string>>> {
  (key: Ungapped): string;
  /** A key may be a union: what any of its texts has a gap for must be given. */
  <Key extends keyof G>(key: Key, values: Values<G[Key]>): string;
}

/** `Ko`: the Korean texts that it knows. Who knows more can be handed to what asks for less. */
export type Translate<Ko> = Lookup<Whole<Gaps<Ko>>, Gaps<Ko>>;

/** What has a text in one language has one in the other. */
type English<Ko> = { readonly [K in keyof Ko]: Ko[K] extends string ? string | Plural : English<Ko[K]> };
type Korean<En> = { readonly [K in keyof En]: En[K] extends string | Plural ? string : Korean<En[K]> };

/** @param texts by feature: of all wings that show up on the same pages */
export function createTranslations<Ko extends Texts, En extends Texts>(texts: {
  readonly ko: Ko & Korean<En>;
  readonly en: En & English<Ko>;
}): (locale: Locale) => Translate<Ko> {
  const translators = { ko: createTranslate('ko', texts.ko), en: createTranslate('en', texts.en) };
  return (locale) => translators[locale];
}

const GAP = /\{\{(\w+)\}\}/g;

/** @throws for a key that has no text: that is a defect */
function createTranslate(locale: Locale, features: Texts): (key: string, values?: Values) => string {
  const byKey = new Map(Object.entries(features).flatMap(([feature, texts]) => keyed(texts, `${feature}:`)));
  const numbers = new Intl.PluralRules(locale);
  return (key, values) => {
    const found = byKey.get(key);
    if (found === undefined) throw new Error(`no ${locale} text for ${key}`);
    const text =
      typeof found === 'string' ? found : numbers.select(Number(values?.['count'])) === 'one' ? found.one : found.other;
    return values ? text.replace(GAP, (gap, name: string) => String(values[name] ?? gap)) : text;
  };
}

function keyed(texts: string | Plural | Texts, key: string): [key: string, text: string | Plural][] {
  if (isText(texts)) return [[key, texts]];
  return Object.entries(texts).flatMap(([name, below]) =>
    keyed(below, key.endsWith(':') ? key + name : `${key}.${name}`),
  );
}

const isText = (texts: string | Plural | Texts): texts is string | Plural =>
  typeof texts === 'string' || (typeof texts['one'] === 'string' && typeof texts['other'] === 'string');
