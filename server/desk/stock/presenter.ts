/** Lists of counts, and one variant's ledger. Pure. */
import type { Locale } from '../../i18n/locale';
import type { DeskText } from '../texts';
import { formatterOf } from '../web/format';
import type { StockErrors } from './forms';
import { COUNT_REASONS, type CountedVariant, type Movement } from './model';
import { VIEWS, type StockView } from './queries';

export const PAGE_SIZE = 50;
const PATH = '/admin/stock';

interface Viewer {
  readonly locale: Locale;
  readonly text: DeskText;
}

interface ListFacts {
  readonly variants: readonly CountedVariant[];
  readonly low: { readonly low: number; readonly out: number };
  readonly view: StockView;
  readonly q: string | null;
  readonly isFirstPage: boolean;
}

const pathOf = (view: StockView, q: string | null, after?: string): string => {
  const query = new URLSearchParams();
  if (view !== 'low') query.set('view', view);
  if (q !== null) query.set('q', q);
  if (after !== undefined) query.set('after', after);
  const text = query.toString();
  return text ? `${PATH}?${text}` : PATH;
};

export function stockListView({ variants, low, view, q, isFirstPage }: ListFacts, viewer: Viewer) {
  const { text, locale } = viewer;
  const shown = variants.slice(0, PAGE_SIZE);
  const last = variants.length > PAGE_SIZE ? shown.at(-1) : undefined;
  const counts = { low: low.low, out: low.out, all: null };
  return {
    view,
    q: q ?? '',
    tabs: VIEWS.map((one) => ({
      href: pathOf(one, null),
      label: text(`deskStock:views.${one}`),
      count: counts[one] === null ? null : formatterOf(locale).count(counts[one]),
      current: one === view,
    })),
    rows: shown.map((variant) => variantView(variant, viewer)),
    pager: {
      first: isFirstPage ? null : pathOf(view, q),
      next: last ? pathOf(view, q, view === 'all' ? `${last.id}.${last.sku}` : `${last.id}.${last.stock}`) : null,
    },
  };
}

export function variantView(variant: CountedVariant, { text, locale }: Viewer) {
  const { stock, lowStock } = variant;
  const format = formatterOf(locale);
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

interface LedgerFacts {
  readonly variant: CountedVariant;
  readonly movements: readonly Movement[];
  readonly isFirstPage: boolean;
  readonly typed?: Readonly<Record<string, string>>;
  readonly errors?: StockErrors;
}

export function ledgerView({ variant, movements, isFirstPage, typed = {}, errors = {} }: LedgerFacts, viewer: Viewer) {
  const { text, locale } = viewer;
  const format = formatterOf(locale);
  const shown = movements.slice(0, PAGE_SIZE);
  const last = movements.length > PAGE_SIZE ? shown.at(-1) : undefined;
  const here = `${PATH}/${variant.id}`;
  const texts = Object.fromEntries(
    Object.entries(errors).map(([name, code]) => [name, text(`deskStock:errors.${code}`, { stock: variant.stock })]),
  );
  return {
    variant: variantView(variant, viewer),
    typed,
    errors: texts,
    problems: Object.entries(texts).map(([name, words]) => ({ name, text: words })),
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
