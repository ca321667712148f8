/** The columns of a product file: one row a variant, with its perfume's own columns said again. */
import type { Locale } from '../../../i18n/locale';
import * as cells from './cells';
import type { CellType } from './cells';
import type { PerfumeValues, Snapshot, VariantValues } from './model';

export const PERFUME_COLUMNS = [
  'house',
  'name_ko',
  'name_en',
  'story_ko',
  'story_en',
  'perfumer_ko',
  'perfumer_en',
  'year',
  'concentration',
  'alcohol_percent',
  'family',
  'accords',
  'top_notes',
  'heart_notes',
  'base_notes',
  'position',
  'published_at',
  'archived',
] as const satisfies readonly (keyof PerfumeValues)[];
export type PerfumeColumn = (typeof PERFUME_COLUMNS)[number];

export const VARIANT_COLUMNS = [
  'volume_ml',
  'price',
  'stock',
  'low_stock',
  'volume_archived',
] as const satisfies readonly (keyof VariantValues)[];
export type VariantColumn = (typeof VARIANT_COLUMNS)[number];

/** In the order of the file. */
export const COLUMNS = ['slug', ...PERFUME_COLUMNS, 'sku', ...VARIANT_COLUMNS] as const;
export type Column = (typeof COLUMNS)[number];

/** In English a column is called by its key. */
const KOREAN: Readonly<Record<Column, string>> = {
  slug: '주소 이름',
  house: '하우스',
  name_ko: '이름',
  name_en: '영어 이름',
  story_ko: '이야기',
  story_en: '영어 이야기',
  perfumer_ko: '조향사',
  perfumer_en: '영어 조향사',
  year: '출시 연도',
  concentration: '농도',
  alcohol_percent: '알코올 도수',
  family: '계열',
  accords: '향조',
  top_notes: '탑 노트',
  heart_notes: '미들 노트',
  base_notes: '베이스 노트',
  position: '순서',
  published_at: '공개',
  archived: '보관',
  sku: 'SKU',
  volume_ml: '용량 ml',
  price: '가격',
  stock: '재고',
  low_stock: '적은 재고 기준',
  volume_archived: '용량 보관',
};

export const headerOf = (column: Column, locale: Locale): string => (locale === 'ko' ? KOREAN[column] : column);

const normal = (header: string): string =>
  header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '');
const BY_HEADER = new Map<string, Column>(
  COLUMNS.flatMap((column) => [[normal(column), column] as const, [normal(KOREAN[column]), column] as const]),
);

export const columnOf = (header: string): Column | null => BY_HEADER.get(normal(header)) ?? null;

export const SLUG = cells.matching(/^(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*$/, 'slug');
export const SKU = cells.matching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/, 'sku');

export const VARIANT_TYPES: { readonly [C in VariantColumn]: CellType<VariantValues[C]> } = {
  volume_ml: cells.whole(1, 1_000),
  price: cells.whole(1, 100_000_000),
  stock: cells.whole(0, 1_000_000),
  low_stock: cells.whole(0, 100_000),
  volume_archived: cells.yesOrNo,
};

export type PerfumeTypes = { readonly [C in PerfumeColumn]: CellType<PerfumeValues[C]> };

export function perfumeTypes({ houses, notes }: Pick<Snapshot, 'houses' | 'notes'>, now: Date): PerfumeTypes {
  const name = cells.words(80, { required: true });
  const story = cells.words(5_000, { lines: true });
  const perfumer = cells.words(80);
  const notesOf = cells.references(cells.lookup(notes), 'note');
  return {
    house: cells.reference(cells.lookup(houses), 'house'),
    name_ko: name,
    name_en: name,
    story_ko: story,
    story_en: story,
    perfumer_ko: perfumer,
    perfumer_en: perfumer,
    year: cells.whole(1900, 2100),
    concentration: cells.concentration,
    alcohol_percent: cells.decimal(0, 100),
    family: cells.family,
    accords: cells.accords,
    top_notes: notesOf,
    heart_notes: notesOf,
    base_notes: notesOf,
    position: cells.whole(-1_000_000, 1_000_000),
    published_at: cells.publication(now),
    archived: cells.yesOrNo,
  };
}

/** What a new one has where the file says nothing; the others must be said. */
export const PERFUME_DEFAULTS = {
  story_ko: '',
  story_en: '',
  perfumer_ko: '',
  perfumer_en: '',
  top_notes: [],
  heart_notes: [],
  base_notes: [],
  published_at: null,
  archived: false,
} as const satisfies Partial<PerfumeValues>;
export const VARIANT_DEFAULTS = {
  stock: 0,
  low_stock: 5,
  volume_archived: false,
} as const satisfies Partial<VariantValues>;
