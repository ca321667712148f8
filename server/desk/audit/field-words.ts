/** Fields and values in words. The log outlives the release that wrote it: what has no words any more stays as it was written. */
import { hasWord } from '../../i18n/translate';
import { formatWon } from '../../money/money';
import { fieldNamed, partsOfField, variantField, type Saying } from '../../store/perfumes';
import { DESK_TEXTS } from '../texts';
import { codeInWords } from '../web/code-words';
import type { Wording } from '../web/format';
import type { Change } from './model';

const { deskAudit, deskSettings } = DESK_TEXTS.ko;

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
