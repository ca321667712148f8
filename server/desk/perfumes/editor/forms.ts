import { z } from 'zod';
import { AppError } from '../../../process/errors';
import { ACCORD_SLUGS } from '../../../scent/accords';
import { accordField } from '../../../store/perfumes';
import { LONGEST } from '../../../values/limits';
import { readBy } from '../../../values/reading';
import { asSeen, line } from '../../../values/text';
import { readForm } from '../../../web/forms';
import { SCALARS } from '../model';

const MAX_TEXT = 10_000;
/** More rows than that are no form of ours. */
const MAX_VARIANTS = 50;

/** What each field may be is said by the table of fields; here, that a form of ours has sent it. */
const typed = z.string().max(MAX_TEXT).transform(asSeen);

export const field = typed.default('');

/** A field of every row. One row sends it as one value. */
const column = z.preprocess(
  (sent): unknown => (sent === undefined ? [] : Array.isArray(sent) ? (sent as unknown) : [sent]),
  z.array(typed).max(MAX_VARIANTS),
);

export const TEXT_FIELDS = [...SCALARS, 'version', 'intent'] as const;

/** `seen` is the count that was shown, for a variant that has one. */
const ROW_FIELDS = ['id', 'sku', 'ml', 'price', 'stock', 'seen', 'low', 'state'] as const;
type RowField = (typeof ROW_FIELDS)[number];
const columnOf = (name: RowField): `volume_${RowField}` => `volume_${name}`;

const shape = z.strictObject({
  ...record(TEXT_FIELDS, field),
  ...record(ACCORD_SLUGS.map(accordField), field),
  ...record(ROW_FIELDS.map(columnOf), column),
});

export function record<K extends string, V>(keys: readonly K[], value: V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>;
}

export type TypedVariantRow = Readonly<Record<RowField, string>>;

export interface Typed {
  readonly fields: Readonly<Record<(typeof TEXT_FIELDS)[number], string>>;
  readonly accords: Readonly<Record<string, string>>;
  readonly variants: readonly TypedVariantRow[];
}

export function readPerfumeForm(form: Readonly<Record<string, unknown>>): Typed {
  const sent = readForm(shape, form);
  const rows = sent.volume_ml;
  if (ROW_FIELDS.some((name) => sent[columnOf(name)].length !== rows.length)) throw new AppError('bad-request');
  return {
    fields: Object.fromEntries(TEXT_FIELDS.map((name) => [name, sent[name]])) as Typed['fields'],
    accords: Object.fromEntries(ACCORD_SLUGS.map((slug) => [slug, sent[accordField(slug)]])),
    variants: rows.map(
      (_, row) => Object.fromEntries(ROW_FIELDS.map((name) => [name, sent[columnOf(name)][row]])) as TypedVariantRow,
    ),
  };
}

const PRICE_FIELDS = ['id', 'price', 'stock', 'seen'] as const;
const pricesShape = z.strictObject({ version: field, ...record(PRICE_FIELDS.map(columnOf), column) });

/** What the short form has sent, in the place of what is saved. */
export function withPrices(saved: Typed, form: Readonly<Record<string, unknown>>): Typed {
  const sent = readForm(pricesShape, form);
  const rows = sent.volume_id.map((id, row) => {
    const [price, stock, seen] = [sent.volume_price[row], sent.volume_stock[row], sent.volume_seen[row]];
    if (price === undefined || stock === undefined || seen === undefined) throw new AppError('bad-request');
    return { id, price, stock, seen };
  });
  if (rows.some(({ id }) => !saved.variants.some((variant) => variant.id === id))) throw new AppError('bad-request');
  return {
    ...saved,
    fields: { ...saved.fields, version: sent.version },
    variants: saved.variants.map((variant) => ({ ...variant, ...rows.find(({ id }) => id === variant.id) })),
  };
}

export const NEW_ROW: TypedVariantRow = { ...record(ROW_FIELDS, ''), low: '5', state: 'selling' };

export const isBlank = ({ id, sku, ml, price, stock }: TypedVariantRow): boolean =>
  [id, sku, ml, price, stock].every((value) => value === '');

export const visibilityForm = z.strictObject({
  to: z.enum(['publish', 'hide', 'schedule', 'archive', 'unarchive']),
  /** `2026-12-01T09:00`, Korean time. */
  publish_at: z.string().max(30).optional(),
});

const alt = readBy(line(LONGEST.alt));
export const photoForm = z.strictObject({ alt_ko: alt.default(''), alt_en: alt.default('') });
export const photoChangeForm = z.strictObject({
  alt_ko: alt.optional(),
  alt_en: alt.optional(),
  intent: z.enum(['save', 'earlier', 'later', 'remove']),
});
