import type { Locale } from '../../../i18n/locale';
import { worded, type Coded, type Values } from '../../../i18n/translate';
import { ACCORD_SLUGS, type AccordSlug } from '../../../scent/accords';
import {
  accordField,
  createNames,
  PERFUME_FIELDS,
  suggestSku,
  suggestSlug,
  VARIANT_FIELDS,
  weight,
  type Field,
} from '../../../store/perfumes';
import type { FormValues, Known } from '../../../store/perfumes/model';
import {
  mapFaults,
  read as readValue,
  readAll,
  type Parser,
  type ValueError,
  type ValuesOf,
} from '../../../values/reading';
import { SCALARS, type Choices, type Draft, type TypedVariant } from '../model';
import { deskProducts } from '../texts.ko';
import { isBlank, type Typed, type TypedVariantRow } from './forms';

type Fault = Coded<(typeof deskProducts)['errors']>;

export interface Problem {
  readonly code: Fault[0];
  readonly values?: Values;
}

export const problem = (...[code, values]: Fault): Problem => ({ code, ...(values && { values }) });

/** By the id of the field; a variant's is `volume_price-0`. */
export type Problems = Readonly<Record<string, Problem>>;

export type Reading =
  { readonly ok: true; readonly draft: Draft } | { readonly ok: false; readonly problems: Problems };

type Complain = (field: string, found: Problem) => void;

/** What a form of ours wrote itself; null for anything else. */
const ownNumber = (typed: string): number | null => (/^\d{1,9}$/.test(typed) ? Number(typed) : null);

const problemOf = ({ code, values }: ValueError): Problem => ({ code: worded(deskProducts.errors, code), values });

export function readFields<P extends Readonly<Record<string, Parser<unknown>>>>(
  parsers: P,
  typed: Readonly<Record<keyof P, string>>,
): { readonly value: ValuesOf<P> | null; readonly problems: Record<string, Problem> } {
  const all = readAll(parsers, typed);
  if ('value' in all) return { value: all.value, problems: {} };
  return { value: null, problems: mapFaults(all.faults, problemOf) };
}

export function readPerfume(typed: Typed, { houses, notes }: Choices, locale: Locale, now: Date): Reading {
  const problems: Record<string, Problem> = {};
  const complain: Complain = (field, found) => void (problems[field] ??= found);
  const known = { houses: createNames(houses), notes: createNames(notes, locale), now };
  const read = readerOf(known, complain);
  const fields = { ...typed.fields, slug: slugFrom(typed.fields, complain) };
  const scalars = Object.fromEntries(
    SCALARS.map((name) => [name, read(PERFUME_FIELDS[name] as Field<unknown>, name, fields[name])]),
  );
  const draft: Draft = {
    ...(scalars as unknown as Omit<FormValues, 'accords'>),
    accords: readAccords(typed.accords, read, complain),
    variants: readVariants(typed.variants, fields.slug, read, complain),
  };
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, draft };
}

type Read = <T>(field: Pick<Field<T>, 'type'>, at: string, typed: string) => T | undefined;

const readerOf =
  (known: Known, complain: Complain): Read =>
  ({ type }, at, typed) =>
    readValue(
      (text) => type.read(text, known),
      typed,
      (fault) => complain(at, problemOf(fault)),
    );

/** The English name's, where none is typed. */
export function slugFrom(
  { slug, name_en }: { readonly slug: string; readonly name_en: string },
  complain: Complain,
): string {
  const address = slug || suggestSlug(name_en);
  if (!address && name_en) complain('slug', problem('slug-from-nothing'));
  return address;
}

/** Each has a place of its own; an empty one and 0 are none. */
function readAccords(typed: Typed['accords'], read: Read, complain: Complain): Draft['accords'] {
  const accords: Partial<Record<AccordSlug, number>> = {};
  for (const slug of ACCORD_SLUGS) {
    const value = typed[slug] ?? '';
    const number = value === '' || value === '0' ? undefined : read({ type: weight }, accordField(slug), value);
    if (number !== undefined) accords[slug] = number;
  }
  if (Object.keys(accords).length === 0) complain('accords', problem('no-accord'));
  return accords;
}

function readVariants(rows: readonly TypedVariantRow[], slug: string, read: Read, complain: Complain): TypedVariant[] {
  const seenMl = new Set<number>();
  const seenSku = new Set<string>();
  return rows.flatMap((row, index) => {
    if (isBlank(row)) return [];
    const at = (name: string): string => `volume_${name}-${index}`;
    const volume_ml = read(VARIANT_FIELDS.volume_ml, at('ml'), row.ml) ?? 0;
    const sku = read(VARIANT_FIELDS.sku, at('sku'), row.sku || suggestSku(slug, volume_ml)) ?? '';
    if (seenMl.has(volume_ml)) complain(at('ml'), problem('volume-twice'));
    if (seenSku.has(sku)) complain(at('sku'), problem('sku-taken', { sku }));
    seenMl.add(volume_ml);
    seenSku.add(sku);
    return [
      {
        id: ownNumber(row.id),
        sku,
        volume_ml,
        price: read(VARIANT_FIELDS.price, at('price'), row.price) ?? 0,
        stock: read(VARIANT_FIELDS.stock, at('stock'), row.stock || (row.id ? row.seen : '0')) ?? 0,
        seen: ownNumber(row.seen),
        low_stock: read(VARIANT_FIELDS.low_stock, at('low'), row.low || '0') ?? 0,
        archived: row.state === 'archived',
      },
    ];
  });
}
