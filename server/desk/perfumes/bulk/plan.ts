/** What a change of many products comes to, before anything is changed. Pure. */
import { createHash } from 'node:crypto';
import { HIGHEST_PRICE, HIGHEST_STOCK } from '../editor/validate';

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
  /** null: every volume. */
  readonly volumeMl: number | null;
}

export interface BulkVolume {
  readonly id: number;
  readonly sku: string;
  readonly volume_ml: number;
  readonly price: number;
  readonly stock: number;
}

/** A selected product with the volumes that are sold. */
export interface BulkProduct {
  readonly id: number;
  readonly nameKo: string;
  readonly nameEn: string;
  readonly publishedAt: Date | null;
  readonly archivedAt: Date | null;
  readonly version: number;
  readonly volumes: readonly BulkVolume[];
}

/** Amounts of won or bottles; for visibility the time of publication, as milliseconds, or null. */
export interface BulkItem {
  /** Of the volume; of the product where it is about visibility. */
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
  /** How many would stay as they are. */
  readonly unchanged: number;
  readonly problems: readonly BulkProblem[];
}

export function fieldOf(change: ChangeKind): BulkField {
  if (change === 'show' || change === 'hide') return 'visibility';
  return change === 'stock_add' || change === 'stock_set' ? 'stock' : 'price';
}

export function planOf(request: BulkRequest, products: readonly BulkProduct[], now: Date): BulkPlan {
  const field = fieldOf(request.change);
  const all = products.flatMap((product) =>
    field === 'visibility' ? [visibilityOf(product, request, now)] : volumesOf(product, request, field),
  );
  const items = all.filter(({ from, to }) => from !== to);
  return {
    items,
    unchanged: all.length - items.length,
    problems: [...problemsOf(items, field), ...(request.change === 'show' ? unshowable(products) : [])],
  };
}

function volumesOf(product: BulkProduct, request: BulkRequest, field: 'price' | 'stock'): BulkItem[] {
  return product.volumes
    .filter(({ volume_ml }) => request.volumeMl === null || volume_ml === request.volumeMl)
    .map((volume) => ({
      id: volume.id,
      productId: product.id,
      sku: volume.sku,
      volumeMl: volume.volume_ml,
      from: volume[field],
      to: amountAfter(volume[field], request),
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

function visibilityOf(product: BulkProduct, { change }: BulkRequest, now: Date): BulkItem {
  const from = product.publishedAt?.getTime() ?? null;
  const isShown = from !== null && from <= now.getTime();
  const to = change === 'hide' ? null : isShown ? from : now.getTime();
  return { id: product.id, productId: product.id, sku: null, volumeMl: null, from, to };
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

function unshowable(products: readonly BulkProduct[]): BulkProblem[] {
  return products.flatMap(({ id, archivedAt, volumes }): BulkProblem[] => {
    if (archivedAt) return [{ code: 'is-archived', productId: id }];
    return volumes.length === 0 ? [{ code: 'nothing-to-sell', productId: id }] : [];
  });
}

/**
 * What somebody agreed to. Bottles that are added are added to whatever is there by then; a time of publication is when
 * she agrees.
 */
export function digestOf({ items }: BulkPlan, { change }: BulkRequest): string {
  const seen = items.map(({ id, from, to }) => {
    if (change === 'stock_add') return [id, Number(to) - Number(from)];
    return change === 'show' ? [id, from] : [id, from, to];
  });
  return createHash('sha256').update(JSON.stringify(seen)).digest('base64url');
}
