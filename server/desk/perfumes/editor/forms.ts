import { z } from 'zod';
import { AppError } from '../../../process/errors';
import { ACCORD_SLUGS } from '../../../scent/accords';
import { LONGEST } from '../../../values/limits';
import { readBy } from '../../../values/reading';
import { asSeen, line } from '../../../values/text';
import { accordField, SCALARS } from '../model';

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

const COLUMNS = [
  'volume_id',
  'volume_sku',
  'volume_ml',
  'volume_price',
  'volume_stock',
  'volume_seen',
  'volume_low',
  'volume_state',
] as const;

const shape = z.strictObject({
  ...record(TEXT_FIELDS, field),
  ...record(ACCORD_SLUGS.map(accordField), field),
  ...record(COLUMNS, column),
});

function record<K extends string, V>(keys: readonly K[], value: V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>;
}

export interface TypedVariantRow {
  readonly id: string;
  readonly sku: string;
  readonly ml: string;
  readonly price: string;
  readonly stock: string;
  /** The count that was shown, for a variant that has one. */
  readonly seen: string;
  readonly low: string;
  readonly state: string;
}

export interface Typed {
  readonly fields: Readonly<Record<(typeof TEXT_FIELDS)[number], string>>;
  readonly accords: Readonly<Record<string, string>>;
  readonly variants: readonly TypedVariantRow[];
}

export function readPerfumeForm(form: Readonly<Record<string, unknown>>): Typed {
  const parsed = shape.safeParse(form);
  if (!parsed.success) throw new AppError('bad-request', { cause: parsed.error });
  const sent = parsed.data;
  const rows = sent.volume_ml.length;
  if (COLUMNS.some((name) => sent[name].length !== rows)) throw new AppError('bad-request');
  const at = (name: (typeof COLUMNS)[number], row: number): string => sent[name][row] ?? '';
  return {
    fields: Object.fromEntries(TEXT_FIELDS.map((name) => [name, sent[name]])) as Typed['fields'],
    accords: Object.fromEntries(ACCORD_SLUGS.map((slug) => [slug, sent[accordField(slug)]])),
    variants: Array.from({ length: rows }, (_, row) => ({
      id: at('volume_id', row),
      sku: at('volume_sku', row),
      ml: at('volume_ml', row),
      price: at('volume_price', row),
      stock: at('volume_stock', row),
      seen: at('volume_seen', row),
      low: at('volume_low', row),
      state: at('volume_state', row),
    })),
  };
}

export const NEW_ROW: TypedVariantRow = {
  id: '',
  sku: '',
  ml: '',
  price: '',
  stock: '',
  seen: '',
  low: '5',
  state: 'selling',
};

export function isBlank({ id, sku, ml, price, stock }: TypedVariantRow): boolean {
  return [id, sku, ml, price, stock].every((value) => value === '');
}

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
