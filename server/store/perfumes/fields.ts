/** One entry a field, from which form, file, change log and statements are made. */
import { LOCALES, type Locale } from '../../i18n/locale';
import { CONCENTRATIONS, FAMILIES } from '../../scent/families';
import { LONGEST } from '../../values/limits';
import { decimal, whole, won } from '../../values/numbers';
import type { Parser } from '../../values/reading';
import { line, text } from '../../values/text';
import * as values from './values';
import type { Bilingual, ValueType } from './values';

export interface Field<T> {
  readonly type: ValueType<T>;
  /** What forms, the change log and pages call it. */
  readonly label: Bilingual;
  readonly heading: Bilingual;
  /** What a new one has where nothing is said; without it, it must be said. */
  readonly absent?: T;
  /** How a statement reads it, of `perfumes p`, `houses h` or `variants v`; its own column where nothing is said. */
  readonly sql?: string;
  /** Written by other means than `perfumes`' column of that name. */
  readonly isElsewhere?: true;
  /** Not in the form: where it stands and when it is shown has its own buttons there. */
  readonly onlyInFiles?: true;
}

const field = <T>(one: Field<T>): Field<T> => one;

export interface Text {
  readonly label: Bilingual;
  readonly most: number;
  readonly required?: boolean;
  /** Of several lines. */
  readonly lines?: boolean;
  readonly hint?: Bilingual;
}

export const TEXTS = {
  name: { label: { ko: '이름', en: 'Name' }, most: LONGEST.name, required: true },
  story: {
    label: { ko: '이야기', en: 'Story' },
    most: LONGEST.story,
    lines: true,
    hint: { ko: '빈 줄로 문단을 나눠요.', en: 'An empty line begins a new paragraph.' },
  },
  perfumer: { label: { ko: '조향사', en: 'Perfumer' }, most: LONGEST.name },
  ingredients: {
    label: { ko: '전성분', en: 'Ingredients' },
    most: LONGEST.ingredients,
    lines: true,
    hint: {
      ko: '많이 든 것부터 쉼표로 나눠, 포장에 적힌 대로 적어요.',
      en: 'As on the box: most of it first, with commas between them.',
    },
  },
} as const satisfies Readonly<Record<string, Text>>;

/** Houses and notes are called, and tell of themselves, by the same rule. */
export const readerOf = ({ most, required = false, lines = false }: Text): Parser<string> =>
  (lines ? text : line)(most, { required });

export type TextName = keyof typeof TEXTS;
export const TEXT_NAMES = Object.keys(TEXTS) as TextName[];
export type TextField = `${TextName}_${Locale}`;

/** `Object.entries`, with the names that it has. */
export const entriesOf = <K extends string, V>(all: Readonly<Record<K, V>>): [K, V][] =>
  Object.entries(all) as [K, V][];

const TEXT_FIELDS = Object.fromEntries(
  TEXT_NAMES.flatMap((name) => LOCALES.map((locale) => [`${name}_${locale}`, textField(name, locale)] as const)),
) as Readonly<Record<TextField, Field<string>>>;

function textField(name: TextName, locale: Locale): Field<string> {
  const { label, required }: Text = TEXTS[name];
  const [inKorean, inEnglish] = locale === 'ko' ? ['한국어', 'Korean'] : ['영어', 'English'];
  return {
    type: values.asIs(readerOf(TEXTS[name])),
    label: { ko: `${label.ko} (${inKorean})`, en: `${label.en} (${inEnglish})` },
    heading: { ko: locale === 'ko' ? label.ko : `영어 ${label.ko}`, en: `${name}_${locale}` },
    ...(required ? {} : { absent: '' }),
  };
}

const layer = (name: 'top' | 'heart' | 'base', label: Bilingual, heading: string): Field<readonly string[]> => ({
  type: values.notes,
  label,
  heading: { ko: heading, en: `${name}_notes` },
  absent: [],
  isElsewhere: true,
  sql: `array(select n.slug from perfume_notes pn join notes n on n.id = pn.note_id
    where pn.perfume_id = p.id and pn.layer = '${name}' order by pn.position)`,
});

export const HIGHEST_PLACE = 1_000_000;

/** In the order of a file. */
export const PERFUME_FIELDS = {
  slug: field({
    type: values.asIs(values.slugOf),
    label: { ko: '주소', en: 'Address' },
    heading: { ko: '주소 이름', en: 'slug' },
  }),
  house: field({
    type: values.house,
    label: { ko: '하우스', en: 'House' },
    heading: { ko: '하우스', en: 'house' },
    sql: 'h.slug',
    isElsewhere: true,
  }),
  ...TEXT_FIELDS,
  year: field({
    type: values.asIs(whole(1900, 2100)),
    label: { ko: '나온 해', en: 'Year' },
    heading: { ko: '출시 연도', en: 'year' },
  }),
  concentration: field({
    type: values.oneOf(CONCENTRATIONS),
    label: { ko: '농도', en: 'Concentration' },
    heading: { ko: '농도', en: 'concentration' },
  }),
  alcohol_percent: field({
    type: values.asIs(decimal(0, 100)),
    label: { ko: '알코올 (%)', en: 'Alcohol (%)' },
    heading: { ko: '알코올 도수', en: 'alcohol_percent' },
    sql: 'p.alcohol_percent::double precision',
  }),
  family: field({
    type: values.oneOf(FAMILIES),
    label: { ko: '계열', en: 'Family' },
    heading: { ko: '계열', en: 'family' },
  }),
  accords: field({
    type: values.accords,
    label: { ko: '어코드', en: 'Accords' },
    heading: { ko: '향조', en: 'accords' },
  }),
  notes_top: layer('top', { ko: '첫 향', en: 'Top' }, '탑 노트'),
  notes_heart: layer('heart', { ko: '가운데 향', en: 'Heart' }, '미들 노트'),
  notes_base: layer('base', { ko: '끝 향', en: 'Base' }, '베이스 노트'),
  position: field({
    type: values.asIs(whole(-HIGHEST_PLACE, HIGHEST_PLACE)),
    label: { ko: '순서', en: 'Place' },
    heading: { ko: '순서', en: 'position' },
    onlyInFiles: true,
  }),
  published_at: field({
    type: values.publication,
    label: { ko: '공개', en: 'Shown from' },
    heading: { ko: '공개', en: 'published_at' },
    absent: null,
    onlyInFiles: true,
  }),
  archived: field({
    type: values.yesOrNo({ yes: { ko: '보관함', en: 'In the archive' }, no: { ko: '보관 안 함', en: 'Not archived' } }),
    label: { ko: '보관', en: 'Archived' },
    heading: { ko: '보관', en: 'archived' },
    absent: false,
    sql: 'p.archived_at is not null',
    isElsewhere: true,
    onlyInFiles: true,
  }),
};

export const HIGHEST_PRICE = 100_000_000;
export const HIGHEST_STOCK = 1_000_000;
export const MOST_ML = 1_000;

/** What it means that a variant is archived, or isn't. */
export const SALE = { yes: { ko: '판매 중지', en: 'Not sold any more' }, no: { ko: '판매', en: 'For sale' } } as const;

/** Of each size; a file has a row for each. */
export const VARIANT_FIELDS = {
  sku: field({
    type: values.sku,
    label: { ko: 'SKU', en: 'SKU' },
    heading: { ko: 'SKU', en: 'sku' },
  }),
  volume_ml: field({
    type: values.asIs(whole(1, MOST_ML)),
    label: { ko: '용량 (ml)', en: 'Volume (ml)' },
    heading: { ko: '용량 ml', en: 'volume_ml' },
  }),
  price: field({
    type: values.money(won(1, HIGHEST_PRICE)),
    label: { ko: '값 (원)', en: 'Price (won)' },
    heading: { ko: '가격', en: 'price' },
  }),
  stock: field({
    type: values.count(whole(0, HIGHEST_STOCK)),
    label: { ko: '재고', en: 'Stock' },
    heading: { ko: '재고', en: 'stock' },
    absent: 0,
  }),
  low_stock: field({
    type: values.count(whole(0, HIGHEST_STOCK)),
    label: { ko: '알림 기준', en: 'Warn at' },
    heading: { ko: '적은 재고 기준', en: 'low_stock' },
    absent: 5,
  }),
  archived: field({
    type: values.yesOrNo(SALE),
    label: { ko: '판매', en: 'Sale' },
    heading: { ko: '용량 보관', en: 'volume_archived' },
    absent: false,
    sql: 'v.archived_at is not null',
    isElsewhere: true,
  }),
};

type ValuesOf<F> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };
export type PerfumeValues = ValuesOf<typeof PERFUME_FIELDS>;
export type VariantValues = ValuesOf<typeof VARIANT_FIELDS>;
export type PerfumeField = keyof PerfumeValues;
export type VariantField = keyof VariantValues;

const absentOf = <V>(fields: Readonly<Record<string, Field<unknown>>>): Partial<V> =>
  Object.fromEntries(
    entriesOf(fields).flatMap(([name, { absent }]) => (absent === undefined ? [] : [[name, absent] as const])),
  ) as Partial<V>;

/** What a new one has where nothing is said; the others must be said. */
export const PERFUME_ABSENT = absentOf<PerfumeValues>(PERFUME_FIELDS);
export const VARIANT_ABSENT = absentOf<VariantValues>(VARIANT_FIELDS);

/** Of everything that can stand in a form or in the change log. Of the two that are called `archived`, it is a variant's. */
export const labelsIn = (locale: Locale): Readonly<Record<PerfumeField | VariantField, string>> =>
  Object.fromEntries(
    entriesOf<string, Field<unknown>>({ ...PERFUME_FIELDS, ...VARIANT_FIELDS }).map(([name, { label }]) => [
      name,
      label[locale],
    ]),
  ) as Record<PerfumeField | VariantField, string>;
