/** What will change, and what has. Pure. */
import type { Locale } from '../../../i18n/locale';
import { formatWon } from '../../../money/money';
import type { DeskText } from '../../texts';
import { formatterOf } from '../../web/format';
import { stateOf } from '../model';
import type { BulkErrors, TypedBulk } from './forms';
import { CHANGES, fieldOf, type BulkField, type BulkItem, type BulkPerfume } from './plan';
import type { BulkChange } from './queries';
import type { BulkPreview } from './service';

interface Viewer {
  readonly locale: Locale;
  readonly text: DeskText;
  readonly now: Date;
}

export function changeOptions(text: DeskText) {
  return CHANGES.map((value) => ({ value, label: text(`deskProducts:bulk.changes.${value}`) }));
}

export function bulkView(
  typed: TypedBulk,
  { errors = {}, preview }: { readonly errors?: BulkErrors; readonly preview?: BulkPreview },
  viewer: Viewer,
) {
  const { text } = viewer;
  const field = fieldOf(typed.change);
  const errorTexts = Object.fromEntries(
    Object.entries(errors).map(([name, code]) => [name, text(`deskProducts:bulk.errors.${code}`)]),
  );
  const items = preview?.plan.items ?? [];
  const problems = (preview?.plan.problems ?? []).map(({ code, productId }) =>
    text(`deskProducts:bulk.errors.${code}`, { name: nameOf(preview?.perfumes ?? [], productId, viewer.locale) }),
  );
  const unchanged = preview?.plan.unchanged ?? 0;
  return {
    typed,
    errors: errorTexts,
    problems: [...Object.entries(errorTexts).map(([name, words]) => ({ name, text: words }))].concat(
      [...new Set(problems)].map((words) => ({ name: '', text: words })),
    ),
    options: changeOptions(text),
    items: itemViews(items, field, preview?.perfumes ?? [], viewer),
    digest: preview?.digest ?? '',
    canConfirm: items.length > 0 && problems.length === 0 && Object.keys(errors).length === 0,
    isEmpty: preview !== undefined && items.length === 0,
    unchanged: unchanged > 0 ? text('deskProducts:bulk.unchanged', { count: unchanged }) : null,
    confirm: text('deskProducts:bulk.confirm', { count: items.length }),
  };
}

export function bulkDoneView(change: BulkChange, perfumes: readonly BulkPerfume[], viewer: Viewer) {
  const { text, locale } = viewer;
  const time = change.undoneAt && formatterOf(locale).time(change.undoneAt);
  return {
    id: change.id,
    what: text(`deskProducts:bulk.changes.${change.request.change}`),
    done: text('deskProducts:bulk.done', { count: change.items.length }),
    wasUndone: time && text('deskProducts:bulk.wasUndone', { time }),
    items: itemViews(change.items, change.field, perfumes, viewer),
  };
}

function nameOf(perfumes: readonly BulkPerfume[], id: number, locale: Locale): string {
  const perfume = perfumes.find((one) => one.id === id);
  return (locale === 'ko' ? perfume?.nameKo : perfume?.nameEn) ?? String(id);
}

function itemViews(items: readonly BulkItem[], field: BulkField, perfumes: readonly BulkPerfume[], viewer: Viewer) {
  return items.map((item) => ({
    href: `/admin/products/${item.productId}`,
    name: nameOf(perfumes, item.productId, viewer.locale),
    detail: item.volumeMl === null ? '' : `${item.volumeMl}ml · ${item.sku ?? ''}`,
    from: valueText(item.from, field, viewer),
    to: valueText(item.to, field, viewer),
  }));
}

function valueText(value: number | null, field: BulkField, { locale, text, now }: Viewer): string {
  if (field === 'price') return value !== null && value >= 0 ? formatWon(value) : String(value);
  if (field === 'stock') return formatterOf(locale).count(value ?? 0);
  const publishedAt = value === null ? null : new Date(value);
  return text(`deskProducts:states.${stateOf({ publishedAt, archivedAt: null }, now)}`);
}
