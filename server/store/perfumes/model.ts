/** Values by the names of their fields, in forms and the change log too. What a page shows is the catalogue's. */
import {
  entriesOf,
  PERFUME_FIELDS,
  VARIANT_FIELDS,
  type Field,
  type PerfumeField,
  type PerfumeValues,
  type VariantField,
  type VariantValues,
} from './fields';

export type { PerfumeField, PerfumeValues, TextName, VariantField, VariantValues } from './fields';
export type { Known, Named, Names } from './names';

export const LAYERS = ['top', 'heart', 'base'] as const;

export type OnlyInFiles = 'position' | 'published_at' | 'archived';
export type FormValues = Omit<PerfumeValues, OnlyInFiles>;
export type FormField = keyof FormValues;

const isInForm = (entry: [PerfumeField, Field<unknown>]): entry is [FormField, Field<unknown>] => !entry[1].onlyInFiles;
export const FORM_FIELDS: readonly FormField[] = entriesOf<PerfumeField, Field<unknown>>(PERFUME_FIELDS)
  .filter(isInForm)
  .map(([name]) => name);

export const PERFUME_NAMES = Object.keys(PERFUME_FIELDS) as readonly PerfumeField[];
export const VARIANT_NAMES = Object.keys(VARIANT_FIELDS) as readonly VariantField[];

/** There is something of `perfumes p` to buy. */
export const IS_SOLD = 'exists (select from variants sold where sold.perfume_id = p.id and sold.archived_at is null)';

/** Shoppers see `perfumes p`: it is published, and there is something of it to buy. @param now of the statement's values */
export const isShown = (now: string): string => `p.published_at <= ${now} and ${IS_SOLD}`;

/** What a statement reads of `perfumes p join houses h`. */
export const columnsOf = (names: readonly PerfumeField[]): string =>
  names.map((name) => `${(PERFUME_FIELDS[name] as Field<unknown>).sql ?? `p.${name}`} as ${name}`).join(', ');

/** What a statement reads of `variants v`, as one record. */
export const VARIANT_RECORD = `json_build_object('id', v.id, ${entriesOf<VariantField, Field<unknown>>(VARIANT_FIELDS)
  .map(([name, { sql }]) => `'${name}', ${sql ?? `v.${name}`}`)
  .join(', ')})`;

export interface Variant extends VariantValues {
  readonly id: number;
}

/** What of `after` is not as before. */
export function differing<T extends object>(before: Partial<T>, after: T): Partial<T> {
  const isOther = ([name, value]: [string, unknown]): boolean =>
    JSON.stringify(value) !== JSON.stringify(before[name as keyof T]);
  return Object.fromEntries(Object.entries(after).filter(isOther)) as Partial<T>;
}
