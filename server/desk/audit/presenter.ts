/** The log in words. It outlives the release that wrote it, so whatever has no words any more is shown as it was written. */
import { hasWord } from '../../i18n/translate';
import { formatWon } from '../../money/money';
import { STORE_TEXTS } from '../../store/texts';
import type { Permission } from '../permissions';
import { DESK_TEXTS } from '../texts';
import type { Visit } from '../web/visit';
import { fieldInWords } from './field-words';
import type { StoredEntry } from './queries';

const { deskAudit, deskOrders, deskProducts, deskSettings } = DESK_TEXTS.ko;
const { orderWords } = STORE_TEXTS.ko;

/** A long text is recognised by its beginning; the whole of it stays in the database. */
const LONGEST = 240;

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

function wordFor({ text }: Words, field: string, value: string): string | null {
  if (field === 'role' && hasWord(deskAudit.values.role, value)) return text(`deskAudit:values.role.${value}`);
  if (field === 'locale' && hasWord(deskAudit.values.locale, value)) return text(`deskAudit:values.locale.${value}`);
  if (field === 'status' && hasWord(orderWords.status, value)) return text(`orderWords:status.${value}`);
  if (field === 'carrier' && hasWord(orderWords.carriers, value)) return text(`orderWords:carriers.${value}`);
  if (field === 'flag' && hasWord(deskOrders.flags, value)) return text(`deskOrders:flags.${value}`);
  return field === 'state' && hasWord(deskProducts.states, value) ? text(`deskProducts:states.${value}`) : null;
}

const MONEY = new Set(['price', 'total', 'subtotal', 'deliveryFee', 'amount', 'refunded', 'fee', 'freeFrom']);

const isMoney = (name: string): boolean => MONEY.has(name.slice(name.lastIndexOf('.') + 1));

type Words = Pick<Visit, 'text' | 'locale' | 'format' | 'can'>;

const KINDS = Object.keys(deskAudit.kinds) as (keyof typeof deskAudit.kinds)[];

export const kindOptions = ({ text }: Words) =>
  KINDS.map((kind) => ({ value: kind, label: text(`deskAudit:kinds.${kind}`) }));

export function entryRow(entry: StoredEntry, visit: Words) {
  const kind = entry.subjectKind;
  const place = PLACES[kind];
  const verb = entry.action.slice(entry.action.indexOf('.') + 1);
  return {
    id: entry.id,
    at: visit.format.time(entry.at),
    moment: entry.at.toISOString(),
    actor: entry.staffId === null ? visit.text('deskAudit:console') : entry.actor.replace(/ <[^<>]*>$/, ''),
    actorInFull: entry.actor,
    kind: hasWord(deskAudit.kinds, kind) ? visit.text(`deskAudit:kinds.${kind}`) : kind,
    verb: hasWord(deskAudit.verbs, verb) ? visit.text(`deskAudit:verbs.${verb}`) : verb,
    subject: subjectInWords(visit, entry),
    href: place && visit.can(place.needs) ? place.path(entry) : null,
    changes: Object.entries(entry.changes).map(([name, [before, after]]) => ({
      field: fieldInWords(visit, name),
      before: valueInWords(visit, name, before),
      after: valueInWords(visit, name, after),
    })),
  };
}

function subjectInWords({ text }: Words, { subjectKind, subjectName }: StoredEntry): string {
  if (subjectKind !== 'settings' || !hasWord(deskSettings.sections, subjectName)) return subjectName;
  return text(`deskSettings:sections.${subjectName}.title`);
}

function valueInWords(words: Words, name: string, value: unknown): string | null {
  const { text, format } = words;
  switch (typeof value) {
    case 'boolean':
      return text(value ? 'deskAudit:yes' : 'deskAudit:no');
    case 'number':
      if (isMoney(name)) return formatWon(value);
      return name === 'year' ? String(value) : format.count(value);
    case 'string':
      return stringInWords(words, name, value);
    default:
      return value === null || value === undefined ? null : cut(plain(value));
  }
}

function stringInWords(words: Words, name: string, value: string): string | null {
  if (value === '') return null;
  const word = wordFor(words, name, value);
  if (word !== null) return word;
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return words.format.time(new Date(value));
  return cut(value);
}

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
