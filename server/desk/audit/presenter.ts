/** The log in words. It outlives the release that wrote it, so whatever has no words any more is shown as it was written. */
import { formatWon } from '../../money/money';
import { STORE_TEXTS } from '../../store/texts';
import type { Permission } from '../permissions';
import { DESK_TEXTS } from '../texts';
import { formatterOf } from '../web/format';
import type { Visit } from '../web/visit';
import { fieldInWords } from './field-words';
import type { StoredEntry } from './queries';

const { deskAudit, deskOrders, deskProducts, deskSettings } = DESK_TEXTS.ko;
const { orderWords } = STORE_TEXTS.ko;

/** A long text is recognised by its beginning; the whole of it stays in the database. */
const LONGEST = 240;

/** Where somebody reads on, if she may. */
const PLACES: Readonly<Record<string, { readonly needs: Permission; readonly path: (entry: StoredEntry) => string }>> =
  {
    product: { needs: 'perfumes.read', path: ({ subjectId }) => `/admin/products/${encodeURIComponent(subjectId)}` },
    order: { needs: 'orders.read', path: ({ subjectName }) => `/admin/orders/${encodeURIComponent(subjectName)}` },
    customer: { needs: 'customers.read', path: ({ subjectId }) => `/admin/customers/${encodeURIComponent(subjectId)}` },
    staff: { needs: 'people.write', path: ({ subjectId }) => `/admin/people/${encodeURIComponent(subjectId)}` },
    settings: { needs: 'settings.read', path: () => '/admin/settings' },
    house: { needs: 'perfumes.read', path: () => '/admin/products/houses' },
    note: { needs: 'perfumes.read', path: () => '/admin/products/notes' },
    volume: { needs: 'stock.read', path: ({ subjectId }) => `/admin/stock/${encodeURIComponent(subjectId)}` },
  };

/** Fields of which the values are words of ours, by the names that features give them. */
const VALUES: Readonly<Record<string, { readonly key: string; readonly words: object }>> = {
  role: { key: 'deskAudit:values.role', words: deskAudit.values.role },
  locale: { key: 'deskAudit:values.locale', words: deskAudit.values.locale },
  status: { key: 'orderWords:status', words: orderWords.status },
  carrier: { key: 'orderWords:carriers', words: orderWords.carriers },
  flag: { key: 'deskOrders:flags', words: deskOrders.flags },
  state: { key: 'deskProducts:states', words: deskProducts.states },
};

/** Amounts of money, by the names that features give them. */
const MONEY = new Set(['price', 'total', 'subtotal', 'deliveryFee', 'amount', 'refunded', 'fee', 'freeFrom']);

/** `price` and `TST-AFTER-RAIN-050.price`. */
const isMoney = (name: string): boolean => MONEY.has(name.slice(name.lastIndexOf('.') + 1));

const has = (words: object, name: string): boolean => Object.hasOwn(words, name);

type Words = Pick<Visit, 'text' | 'locale' | 'can'>;

export const kindOptions = ({ text }: Words) =>
  Object.keys(deskAudit.kinds).map((kind) => ({ value: kind, label: text(`deskAudit:kinds.${kind}`) }));

export function entryRow(entry: StoredEntry, visit: Words) {
  const place = PLACES[entry.subjectKind];
  return {
    id: entry.id,
    at: formatterOf(visit.locale).time(entry.at),
    moment: entry.at.toISOString(),
    actor: entry.staffId === null ? visit.text('deskAudit:console') : entry.actor.replace(/ <[^<>]*>$/, ''),
    actorInFull: entry.actor,
    kind: wordFor(visit, 'kinds', entry.subjectKind),
    verb: wordFor(visit, 'verbs', entry.action.slice(entry.action.indexOf('.') + 1)),
    subject: subjectInWords(visit, entry),
    href: place && visit.can(place.needs) ? place.path(entry) : null,
    changes: Object.entries(entry.changes).map(([name, [before, after]]) => ({
      field: fieldInWords(visit, name),
      before: valueInWords(visit, name, before),
      after: valueInWords(visit, name, after),
    })),
  };
}

function wordFor({ text }: Words, group: 'kinds' | 'verbs', name: string): string {
  return has(deskAudit[group], name) ? text(`deskAudit:${group}.${name}`) : name;
}

/** Sections of the settings are called by their names in code. */
function subjectInWords({ text }: Words, { subjectKind, subjectName }: StoredEntry): string {
  const isSection = subjectKind === 'settings' && has(deskSettings.sections, subjectName);
  return isSection ? text(`deskSettings:sections.${subjectName}.title`) : subjectName;
}

/** @returns null for nothing */
function valueInWords(words: Words, name: string, value: unknown): string | null {
  const { text, locale } = words;
  switch (typeof value) {
    case 'boolean':
      return text(value ? 'deskAudit:yes' : 'deskAudit:no');
    case 'number':
      if (isMoney(name)) return formatWon(value);
      return name === 'year' ? String(value) : formatterOf(locale).count(value);
    case 'string':
      return stringInWords(words, name, value);
    default:
      return value === null || value === undefined ? null : cut(plain(value));
  }
}

function stringInWords({ text, locale }: Words, name: string, value: string): string | null {
  if (value === '') return null;
  const known = VALUES[name];
  if (known && has(known.words, value)) return text(`${known.key}.${value}`);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return formatterOf(locale).time(new Date(value));
  return cut(value);
}

/** Lists and small records, without the signs of JSON. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${plain(inner)}`)
      .join(', ');
  }
  return String(value);
}

const cut = (text: string): string => {
  const letters = Array.from(text);
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('')}…` : text;
};
