import { createHash } from 'node:crypto';
import { HIGHEST_PRICE, HIGHEST_STOCK } from '../../../store/perfumes';

export const PRICE_CHANGES = ['price_percent', 'price_amount', 'price_set'] as const;
export const STOCK_CHANGES = ['stock_add', 'stock_set'] as const;
export const VISIBILITY_CHANGES = ['show', 'hide'] as const;
export const CHANGES = [...PRICE_CHANGES, ...STOCK_CHANGES, ...VISIBILITY_CHANGES] as const;
export type ChangeKind = (typeof CHANGES)[number];
export type BulkField = 'price' | 'stock' | 'visibility';

export interface BulkRequest {
  readonly change: ChangeKind;
  /** Percent, won or bottles; of no meaning for visibility. */
  readonly value: number;
  /** null: every variant. */
  readonly volumeMl: number | null;
}

export interface BulkVariant {
  readonly id: number;
  readonly sku: string;
  readonly volume_ml: number;
  readonly price: number;
  readonly stock: number;
}

/** A selected perfume with the variants that are sold. */
export interface BulkPerfume {
  readonly id: number;
  readonly nameKo: string;
  readonly nameEn: string;
  readonly publishedAt: Date | null;
  readonly archivedAt: Date | null;
  readonly version: number;
  readonly variants: readonly BulkVariant[];
}

/** Amounts of won or bottles; for visibility the time of publication, as milliseconds, or null. */
export interface BulkItem {
  /** Of the variant; of the perfume where it is about visibility. */
  readonly id: number;
  readonly productId: number;
  readonly sku: string | null;
  readonly volumeMl: number | null;
  readonly from: number | null;
  readonly to: number | null;
}

export interface BulkProblem {
  readonly code: 'too-low' | 'too-high' | 'stock-negative' | 'nothing-to-sell' | 'is-archived';
  readonly productId: number;
}

export interface BulkPlan {
  readonly items: readonly BulkItem[];
  readonly unchanged: number;
  readonly problems: readonly BulkProblem[];
}

export function fieldOf(change: ChangeKind): BulkField {
  if (change === 'show' || change === 'hide') return 'visibility';
  return change === 'stock_add' || change === 'stock_set' ? 'stock' : 'price';
}

export function planOf(request: BulkRequest, perfumes: readonly BulkPerfume[], now: Date): BulkPlan {
  const field = fieldOf(request.change);
  const all = perfumes.flatMap((perfume) =>
    field === 'visibility' ? [visibilityOf(perfume, request, now)] : variantsOf(perfume, request, field),
  );
  const items = all.filter(({ from, to }) => from !== to);
  return {
    items,
    unchanged: all.length - items.length,
    problems: [...problemsOf(items, field), ...(request.change === 'show' ? unshowable(perfumes) : [])],
  };
}

function variantsOf(perfume: BulkPerfume, request: BulkRequest, field: 'price' | 'stock'): BulkItem[] {
  return perfume.variants
    .filter(({ volume_ml }) => request.volumeMl === null || volume_ml === request.volumeMl)
    .map((variant) => ({
      id: variant.id,
      productId: perfume.id,
      sku: variant.sku,
      volumeMl: variant.volume_ml,
      from: variant[field],
      to: amountAfter(variant[field], request),
    }));
}

const toHundreds = (won: number): number => Math.round(won / 100) * 100;

function amountAfter(amount: number, { change, value }: BulkRequest): number {
  switch (change) {
    case 'price_percent':
      return toHundreds((amount * (100 + value)) / 100);
    case 'price_amount':
      return toHundreds(amount + value);
    case 'stock_add':
      return amount + value;
    default:
      return value;
  }
}

function visibilityOf(perfume: BulkPerfume, { change }: BulkRequest, now: Date): BulkItem {
  const from = perfume.publishedAt?.getTime() ?? null;
  const isShown = from !== null && from <= now.getTime();
  const to = change === 'hide' ? null : isShown ? from : now.getTime();
  return { id: perfume.id, productId: perfume.id, sku: null, volumeMl: null, from, to };
}

function problemsOf(items: readonly BulkItem[], field: BulkField): BulkProblem[] {
  if (field === 'visibility') return [];
  return items.flatMap(({ productId, to }): BulkProblem[] => {
    if (to === null) return [];
    if (field === 'price' && to < 1) return [{ code: 'too-low', productId }];
    if (field === 'stock' && to < 0) return [{ code: 'stock-negative', productId }];
    return to > (field === 'price' ? HIGHEST_PRICE : HIGHEST_STOCK) ? [{ code: 'too-high', productId }] : [];
  });
}

function unshowable(perfumes: readonly BulkPerfume[]): BulkProblem[] {
  return perfumes.flatMap(({ id, archivedAt, variants }): BulkProblem[] => {
    if (archivedAt) return [{ code: 'is-archived', productId: id }];
    return variants.length === 0 ? [{ code: 'nothing-to-sell', productId: id }] : [];
  });
}

/** What was agreed to: of an addition the bottles that are added; of a publication not when, for that is now. */
export function digestOf({ items }: BulkPlan, { change }: BulkRequest): string {
  const seen = items.map(({ id, from, to }) => {
    if (change === 'stock_add') return [id, Number(to) - Number(from)];
    return change === 'show' ? [id, from] : [id, from, to];
  });
  return createHash('sha256').update(JSON.stringify(seen)).digest('base64url');
}
