import { worded } from '../../i18n/translate';
import { faultsInWords } from '../../web/form-page';
import type { Wording } from '../web/format';
import { listAddress, pageOf } from '../web/list-address';
import type { StockErrors } from './forms';
import { COUNT_REASONS, type CountedVariant, type Movement } from './model';
import { VIEWS, type StockView } from './queries';

export const PAGE_SIZE = 50;
const PATH = '/admin/stock';

interface ListFacts {
  readonly variants: readonly CountedVariant[];
  readonly low: { readonly low: number; readonly out: number };
  readonly view: StockView;
  readonly q: string | null;
  readonly isFirstPage: boolean;
}

export function stockListView({ variants, low, view, q, isFirstPage }: ListFacts, words: Wording) {
  const { text, format } = words;
  const { shown, last } = pageOf(variants, PAGE_SIZE);
  const counts = { ...low, all: null };
  const here = { view: view === 'low' ? null : view, q };
  return {
    view,
    q: q ?? '',
    tabs: VIEWS.map((one) => ({
      href: listAddress(PATH, { view: one === 'low' ? null : one }),
      label: text(`deskStock:views.${one}`),
      count: counts[one] === null ? null : format.count(counts[one]),
      current: one === view,
    })),
    rows: shown.map((variant) => variantView(variant, words)),
    pager: {
      first: isFirstPage ? null : listAddress(PATH, here),
      next: last ? listAddress(PATH, { ...here, after: `${last.id}.${view === 'all' ? last.sku : last.stock}` }) : null,
    },
  };
}

function variantView(variant: CountedVariant, { text, locale, format }: Wording) {
  const { stock, lowStock } = variant;
  return {
    id: variant.id,
    href: `${PATH}/${variant.id}`,
    perfume: `/admin/products/${variant.perfumeId}`,
    picture: `/pictures/${variant.picture}`,
    name: locale === 'ko' ? variant.nameKo : variant.nameEn,
    house: locale === 'ko' ? variant.houseKo : variant.houseEn,
    sku: variant.sku,
    ml: `${variant.volumeMl}ml`,
    stock: format.count(stock),
    seen: stock,
    low: format.count(lowStock),
    warning: stock === 0 ? text('deskStock:out') : stock <= lowStock ? text('deskStock:low') : null,
    archived: variant.archived,
  };
}

const LABELS = {
  counted: 'deskStock:count.counted',
  count_note: 'deskStock:delivery.note',
  quantity: 'deskStock:delivery.quantity',
  delivery_note: 'deskStock:delivery.note',
} as const;

interface LedgerFacts {
  readonly variant: CountedVariant;
  readonly movements: readonly Movement[];
  readonly isFirstPage: boolean;
  readonly typed?: Readonly<Record<string, string>>;
  readonly errors?: StockErrors;
}

export function ledgerView({ variant, movements, isFirstPage, typed = {}, errors = {} }: LedgerFacts, words: Wording) {
  const { text, format } = words;
  const { shown, last } = pageOf(movements, PAGE_SIZE);
  const here = `${PATH}/${variant.id}`;
  return {
    variant: variantView(variant, words),
    typed,
    ...faultsInWords(
      errors,
      (code) => text(`deskStock:errors.${code}`, { stock: variant.stock }),
      (name) => text(LABELS[worded(LABELS, name)]),
    ),
    reasons: COUNT_REASONS.map((value) => ({ value, label: text(`deskStock:reasons.${value}`) })),
    movements: shown.map((movement) => ({
      time: format.time(movement.at),
      iso: movement.at.toISOString(),
      change: `${movement.change > 0 ? '+' : '−'}${format.count(Math.abs(movement.change))}`,
      balance: format.count(movement.balance),
      reason: text(`deskStock:reasons.${movement.reason}`),
      note: movement.note,
      order: movement.order,
      person: movement.person,
    })),
    pager: { first: isFirstPage ? null : here, next: last ? `${here}?before=${last.id}` : null },
  };
}
