import type { Locale } from '../../../i18n/locale';
import { hasWord } from '../../../i18n/translate';
import { formatWon } from '../../../money/money';
import { faultsInWords } from '../../../web/form-page';
import type { DeskText } from '../../texts';
import type { TimedWording } from '../../web/format';
import { stateOf } from '../model';
import type { BulkErrors, TypedBulk } from './forms';
import { CHANGES, fieldOf, type BulkField, type BulkItem, type BulkPerfume } from './plan';
import type { BulkChange } from './queries';
import type { BulkPreview } from './service';

export function changeOptions(text: DeskText) {
  return CHANGES.map((value) => ({ value, label: text(`deskProducts:bulk.changes.${value}`) }));
}

export function bulkView(
  typed: TypedBulk,
  { errors = {}, preview }: { readonly errors?: BulkErrors; readonly preview?: BulkPreview },
  words: TimedWording,
) {
  const { text } = words;
  const field = fieldOf(typed.change);
  const labels = { value: text('deskProducts:bulk.value'), volume_ml: text('deskProducts:bulk.volume') };
  const wrong = faultsInWords(
    errors,
    (code) => text(`deskProducts:bulk.errors.${code}`),
    // That none is selected is no field's.
    (name) => (hasWord(labels, name) ? labels[name] : null),
  );
  const items = preview?.plan.items ?? [];
  const problems = (preview?.plan.problems ?? []).map(({ code, productId }) =>
    text(`deskProducts:bulk.errors.${code}`, { name: nameOf(preview?.perfumes ?? [], productId, words.locale) }),
  );
  const unchanged = preview?.plan.unchanged ?? 0;
  return {
    typed,
    errors: wrong.errors,
    problems: [...wrong.problems, ...[...new Set(problems)].map((said) => ({ name: '', text: said }))],
    options: changeOptions(text),
    items: itemViews(items, field, preview?.perfumes ?? [], words),
    digest: preview?.digest ?? '',
    canConfirm: items.length > 0 && problems.length === 0 && Object.keys(errors).length === 0,
    isEmpty: preview !== undefined && items.length === 0,
    unchanged: unchanged > 0 ? text('deskProducts:bulk.unchanged', { count: unchanged }) : null,
    confirm: text('deskProducts:bulk.confirm', { count: items.length }),
  };
}

export function bulkDoneView(change: BulkChange, perfumes: readonly BulkPerfume[], words: TimedWording) {
  const { text, format } = words;
  const time = change.undoneAt && format.time(change.undoneAt);
  return {
    id: change.id,
    what: text(`deskProducts:bulk.changes.${change.request.change}`),
    done: text('deskProducts:bulk.done', { count: change.items.length }),
    wasUndone: time && text('deskProducts:bulk.wasUndone', { time }),
    items: itemViews(change.items, change.field, perfumes, words),
  };
}

function nameOf(perfumes: readonly BulkPerfume[], id: number, locale: Locale): string {
  const perfume = perfumes.find((one) => one.id === id);
  return (locale === 'ko' ? perfume?.nameKo : perfume?.nameEn) ?? String(id);
}

function itemViews(
  items: readonly BulkItem[],
  field: BulkField,
  perfumes: readonly BulkPerfume[],
  words: TimedWording,
) {
  return items.map((item) => ({
    href: `/admin/products/${item.productId}`,
    name: nameOf(perfumes, item.productId, words.locale),
    detail: item.volumeMl === null ? '' : `${item.volumeMl}ml · ${item.sku ?? ''}`,
    from: valueText(item.from, field, words),
    to: valueText(item.to, field, words),
  }));
}

function valueText(value: number | null, field: BulkField, { format, text, now }: TimedWording): string {
  if (field === 'price') return value !== null && value >= 0 ? formatWon(value) : String(value);
  if (field === 'stock') return format.count(value ?? 0);
  const publishedAt = value === null ? null : new Date(value);
  return text(`deskProducts:states.${stateOf({ publishedAt, archivedAt: null }, now)}`);
}
