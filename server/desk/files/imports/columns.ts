import type { Locale } from '../../../i18n/locale';
import { entriesOf, PERFUME_FIELDS, VARIANT_FIELDS, type Field } from '../../../store/perfumes';
import type { PerfumeField, VariantField } from '../../../store/perfumes/model';
import { asCode } from '../../../values/text';

/** A column is called by its English heading. */
export interface Column<N extends string> extends Field<unknown> {
  readonly name: N;
  readonly column: string;
}

const columnsOf = <N extends string>(fields: Readonly<Record<N, Field<unknown>>>): readonly Column<N>[] =>
  entriesOf(fields).map(([name, field]) => ({ ...field, name, column: field.heading.en }));

const perfumes = columnsOf<PerfumeField>(PERFUME_FIELDS);
const variants = columnsOf<VariantField>(VARIANT_FIELDS);
/** But for the two that say which row is meant. */
export const PERFUME_COLUMNS = perfumes.filter(({ name }) => name !== 'slug');
export const VARIANT_COLUMNS = variants.filter(({ name }) => name !== 'sku');

/** What each of the others was when it was exported. */
export const MARK = 'mark';
const mark = { column: MARK, heading: { ko: '표식 (그대로 두세요)', en: 'mark (leave as it is)' } };

const inOrder = [...perfumes, ...variants, mark];
export const COLUMNS = inOrder.map(({ column }) => column);
const BY_COLUMN = new Map(inOrder.map((one) => [one.column, one] as const));

const BY_FIELD = new Map([...perfumes, ...variants].map((field) => [field.column, field] as const));

export const fieldOf = (column: string): Field<unknown> | null => BY_FIELD.get(column) ?? null;

export const headerOf = (column: string, locale: Locale): string => BY_COLUMN.get(column)?.heading[locale] ?? column;

const normal = (header: string): string =>
  asCode(header)
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '');
const BY_HEADER = new Map(
  inOrder.flatMap(({ column, heading }) =>
    [column, heading.ko, heading.en].map((header) => [normal(header), column] as const),
  ),
);

export const columnOf = (header: string): string | null => BY_HEADER.get(normal(header)) ?? null;
