import type { Locale } from '../../../i18n/locale';
import { ACCORD_SLUGS } from '../../../scent/accords';
import { createNames, PERFUME_FIELDS, type Field } from '../../../store/perfumes';
import { SCALARS, type Choices, type Draft, type Perfume, type TypedVariant, type Variant } from '../model';
import { NEW_ROW, TEXT_FIELDS, type Typed, type TypedVariantRow } from './forms';

export function emptyForm(): Typed {
  const fields = Object.fromEntries(TEXT_FIELDS.map((name) => [name, ''])) as Typed['fields'];
  return { fields: { ...fields, concentration: 'eau-de-parfum' }, accords: {}, variants: [NEW_ROW, NEW_ROW] };
}

export function formOf(
  content: Draft | Perfume,
  version: number,
  { houses, notes }: Pick<Choices, 'houses' | 'notes'>,
  locale: Locale,
): Typed {
  const known = { houses: createNames(houses), notes: createNames(notes, locale), now: new Date(0) };
  const texts = SCALARS.map((name) => {
    const { type } = PERFUME_FIELDS[name] as Field<unknown>;
    return [name, String(type.write(content[name], known))];
  });
  return {
    fields: { ...Object.fromEntries(texts), version: String(version), intent: '' } as Typed['fields'],
    accords: Object.fromEntries(ACCORD_SLUGS.map((slug) => [slug, String(content.accords[slug] ?? '')])),
    variants: content.variants.map(rowOf),
  };
}

function rowOf(variant: Variant | TypedVariant): TypedVariantRow {
  const seen = 'seen' in variant ? variant.seen : variant.stock;
  return {
    id: variant.id === null ? '' : String(variant.id),
    sku: variant.sku,
    ml: String(variant.volume_ml),
    price: String(variant.price),
    stock: String(variant.stock),
    seen: seen === null ? '' : String(seen),
    low: String(variant.low_stock),
    state: variant.archived ? 'archived' : 'selling',
  };
}

export function withCounts(typed: Typed, perfume: Perfume): Typed {
  const counts = new Map(perfume.variants.map(({ id, stock }) => [String(id), String(stock)] as const));
  const variants = typed.variants.map((row) => {
    const count = counts.get(row.id);
    return count === undefined ? row : { ...row, seen: count, stock: row.stock === row.seen ? count : row.stock };
  });
  return { ...typed, variants };
}

export const withRow = (typed: Typed): Typed => ({ ...typed, variants: [...typed.variants, NEW_ROW] });

/** Only a row that was never saved can be taken out. */
export const withoutRow = (typed: Typed, index: number): Typed => ({
  ...typed,
  variants: typed.variants.filter((row, at) => at !== index || row.id !== ''),
});
