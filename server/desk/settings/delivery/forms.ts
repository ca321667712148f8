import { z } from 'zod';
import { day } from '../../../values/day';
import { LONGEST } from '../../../values/limits';
import { whole, won } from '../../../values/numbers';
import { postcode } from '../../../values/phone';
import { readAll, type Parser } from '../../../values/reading';
import { line } from '../../../values/text';
import { readForm } from '../../../web/forms';
import { ENTRY_FIELDS, type Content, type Kind, type TypedEntry } from './model';

const name = line(LONGEST.name, { required: true });
const words = line(LONGEST.setting);

const PARSERS: { readonly [K in Kind]: { readonly [N in keyof Content<K>]: Parser<Content<K>[N]> } } = {
  areas: {
    nameKo: name,
    nameEn: name,
    postcodeFrom: postcode,
    postcodeUntil: postcode,
    fee: won(0, 1_000_000),
    extraDays: whole(0, 30),
  },
  holidays: { day, name },
  pauses: { fromDay: day, untilDay: day, wordsKo: words, wordsEn: words },
};

export interface EntryFault {
  readonly code: string;
  readonly values?: Readonly<Record<string, string | number>>;
}
export type EntryFaults = Readonly<Partial<Record<string, EntryFault>>>;

const LONGEST_FIELD = 2_000;
const LONGEST_PAUSE_MS = 366 * 24 * 60 * 60 * 1000;

export function readEntry(kind: Kind, form: Readonly<Record<string, unknown>>): TypedEntry {
  const field = z.string().max(LONGEST_FIELD);
  return readForm(z.strictObject(Object.fromEntries(ENTRY_FIELDS[kind].map((one) => [one, field]))), form);
}

export function checkEntry<K extends Kind>(
  kind: K,
  typed: TypedEntry,
): { readonly value: Content<K> } | { readonly faults: EntryFaults } {
  const parsers: Readonly<Record<string, Parser<string | number>>> = PARSERS[kind];
  const read = readAll(parsers, typed);
  if ('faults' in read) return { faults: read.faults };
  const { postcodeFrom = '', postcodeUntil = '', fromDay = '', untilDay = '' } = read.value;
  if (postcodeFrom > postcodeUntil) return { faults: { postcodeUntil: { code: 'order' } } };
  if (fromDay > untilDay) return { faults: { untilDay: { code: 'order' } } };
  if (Date.parse(String(untilDay)) - Date.parse(String(fromDay)) > LONGEST_PAUSE_MS) {
    return { faults: { untilDay: { code: 'longPause' } } };
  }
  return { value: read.value as unknown as Content<K> };
}
