import { z } from 'zod';
import { MOST_ML } from '../../../store/perfumes';
import { decimal, whole, won } from '../../../values/numbers';
import { read, readOrNull, type Parser, type ValueError } from '../../../values/reading';
import { readForm } from '../../../web/forms';
import { CHANGES, fieldOf, type BulkRequest, type ChangeKind } from './plan';

const MOST_PERFUMES = 200;
const typed = z.string().trim().max(40).default('');

const shape = z.strictObject({
  product: z.preprocess(
    (sent): unknown => (sent === undefined ? [] : Array.isArray(sent) ? (sent as unknown) : [sent]),
    z.array(z.string().regex(/^\d{1,9}$/)).max(MOST_PERFUMES),
  ),
  change: z.enum(CHANGES),
  value: typed,
  volume_ml: typed,
  back: z
    .string()
    .max(1_000)
    .regex(/^\/admin\/products(\?[^\s\\]*)?$/)
    .default('/admin/products'),
  digest: z.string().max(60).default(''),
});

export type TypedBulk = Omit<z.output<typeof shape>, 'product'> & { readonly ids: readonly number[] };

export function readBulkForm(form: Readonly<Record<string, unknown>>): TypedBulk {
  const { product, ...rest } = readForm(shape, form);
  return { ...rest, ids: [...new Set(product.map(Number))] };
}

export type BulkErrors = Readonly<Partial<{ select: 'select'; value: 'value' | 'percent'; volume_ml: 'volume' }>>;

export type BulkReading =
  { readonly ok: true; readonly request: BulkRequest } | { readonly ok: false; readonly errors: BulkErrors };

const MOST = 999_999_999;
const percent = decimal(-99, 1_000, 2);

function parserOf(change: ChangeKind): Parser<number> {
  if (change === 'price_percent') return percent;
  return (fieldOf(change) === 'price' ? won : whole)(change.endsWith('_set') ? 0 : -MOST, MOST);
}

export function readBulk({ ids, change, value, volume_ml }: TypedBulk): BulkReading {
  const errors: { -readonly [K in keyof BulkErrors]: BulkErrors[K] } = {};
  if (ids.length === 0) errors.select = 'select';
  const isVisibility = fieldOf(change) === 'visibility';
  const parse = parserOf(change);
  const complain = ({ code }: ValueError): void => {
    errors.value = parse === percent && code === 'range' ? 'percent' : 'value';
  };
  const number = isVisibility ? 0 : read(parse, value, complain);
  const volumeMl = volume_ml === '' || isVisibility ? null : readOrNull(whole(1, MOST_ML), volume_ml);
  if (volume_ml !== '' && !isVisibility && volumeMl === null) errors.volume_ml = 'volume';
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, request: { change, value: number ?? 0, volumeMl } };
}
