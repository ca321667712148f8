/** Fields and values in words. The log outlives the release that wrote it: what has no words any more stays as it was written. */
import { hasWord } from '../../i18n/translate';
import { formatWon } from '../../money/money';
import { fieldNamed, partsOfField, variantField, type Saying } from '../../store/perfumes';
import { STORE_TEXTS } from '../../store/texts';
import { DESK_TEXTS, type DeskText } from '../texts';
import type { Wording } from '../web/format';
import type { Change } from './model';

const { deskAccess, deskAudit, deskOperations, deskOrders, deskProducts, deskSettings, deskStock } = DESK_TEXTS.ko;
const { orderWords } = STORE_TEXTS.ko;

/** A long text is recognised by its beginning; the whole of it stays in the database. */
const LONGEST = 240;

export function changeInWords(wording: Wording, saying: Saying, kind: string, [written, [before, after]]: Logged) {
  const name = asNamedNow(written);
  const field = fieldNamed(name, saying.locale);
  const inWords = (value: unknown): string | null => {
    if (value === null || value === undefined || value === '') return null;
    const said = field?.say(value, saying) ?? valueInWords(wording, partsOfField(name).own, value);
    return said === '' ? null : cut(said);
  };
  return { field: field?.label ?? labelOf(wording, kind, name), before: inWords(before), after: inWords(after) };
}

type Logged = readonly [name: string, change: Change];

/** Earlier releases wrote `price TST-050` of an order's line. */
const asNamedNow = (name: string): string => {
  const [, own, sku] = /^(price|reason) (.+)$/.exec(name) ?? [];
  return own && sku ? variantField(sku, own) : name;
};

function labelOf({ text }: Wording, kind: string, name: string): string {
  const { sku, own } = partsOfField(name);
  if (kind === 'settings' && hasWord(deskSettings.fields, own)) return text(`deskSettings:fields.${own}`);
  if (!hasWord(deskAudit.fields, own)) return name;
  const label = text(`deskAudit:fields.${own}`);
  return sku === null ? label : `${sku} · ${label}`;
}

const MONEY = new Set(['total', 'refunded', 'fee', 'freeFrom']);

function valueInWords({ text, format }: Wording, name: string, value: unknown): string {
  if (typeof value === 'boolean') return text(value ? 'deskAudit:yes' : 'deskAudit:no');
  if (typeof value === 'number') return MONEY.has(name) ? formatWon(value) : format.count(value);
  if (typeof value !== 'string') return plain(value);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return format.time(new Date(value));
  return codeInWords(text, name, value) ?? value;
}

function codeInWords(text: DeskText, name: string, code: string): string | null {
  switch (name) {
    case 'role':
      return hasWord(deskAccess.roles, code) ? text(`deskAccess:roles.${code}.name`) : null;
    case 'locale':
      return hasWord(deskOrders.page.locales, code) ? text(`deskOrders:page.locales.${code}`) : null;
    case 'status':
      return hasWord(deskOrders.states, code) ? text(`deskOrders:states.${code}`) : null;
    case 'flag':
      return hasWord(deskOrders.flags, code) ? text(`deskOrders:flags.${code}`) : null;
    case 'carrier':
      return hasWord(orderWords.carriers, code) ? text(`orderWords:carriers.${code}`) : null;
    case 'mail':
      return mailInWords(text, code);
    case 'reason':
      if (hasWord(deskStock.reasons, code)) return text(`deskStock:reasons.${code}`);
      return hasWord(deskOrders.manualOrder.reasons, code) ? text(`deskOrders:manualOrder.reasons.${code}`) : null;
    case 'state':
      return hasWord(deskProducts.states, code) ? text(`deskProducts:states.${code}`) : null;
    case 'bottle':
      return hasWord(deskProducts.house.bottles, code) ? text(`deskProducts:house.bottles.${code}`) : null;
    case 'cap':
      return hasWord(deskProducts.house.caps, code) ? text(`deskProducts:house.caps.${code}`) : null;
    case 'note_group':
      return hasWord(deskProducts.note.groups, code) ? text(`deskProducts:note.groups.${code}`) : null;
    case 'photo':
    case 'photos':
      return code.split(', ').map(photoMark).join(', ');
    default:
      return null;
  }
}

export const mailInWords = (text: DeskText, kind: string): string | null =>
  hasWord(deskOperations.kinds, kind) ? text(`deskOperations:kinds.${kind}`) : null;

/** A file is called after its perfume and its bytes: a few letters of the latter tell photos of one perfume apart. */
const photoMark = (file: string): string => `#${file.slice(file.lastIndexOf('.') + 1).slice(0, 6)}`;

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
