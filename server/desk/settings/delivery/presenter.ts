import { given, worded } from '../../../i18n/translate';
import { formatWon } from '../../../money/money';
import {
  areaName,
  arrivalOf,
  arrivalText,
  dayText,
  pauseText,
  postcodesText,
  promiseText,
} from '../../../store/delivery';
import type { Area, DeliveryLists, DeliveryRule, Holiday, Pause } from '../../../store/delivery/model';
import { faultsInWords } from '../../../web/form-page';
import type { DeskText } from '../../texts';
import type { TimedWording, Wording } from '../../web/format';
import type { EntryFault, EntryFaults } from './forms';
import { ENTRY_FIELDS, PAGE, type Entry, type EntryField, type Kind, type TypedEntry } from './model';
import { deskDelivery } from './texts.ko';

export interface Row {
  readonly href: string;
  readonly what: string;
  readonly detail: string;
}

/** What shoppers read today. */
export const saidToday = (rule: DeliveryRule, { locale, now }: TimedWording): readonly string[] => [
  arrivalText(arrivalOf(now, rule, null), locale, now),
  ...[pauseText(rule, now, locale) ?? []].flat(),
];

export function presentLists({ areas, holidays, pauses }: DeliveryLists, { locale, text }: Wording) {
  const last = holidays.at(-1)?.day.slice(0, 4) ?? text('desk:none');
  const list = (kind: Kind, parts: readonly { readonly title: string; readonly rows: readonly Row[] }[]) => ({
    kind,
    title: text(`deskDelivery:${kind}.title`),
    lead: text(`deskDelivery:${kind}.lead`, { year: last }),
    add: { href: `${PAGE}/${kind}/new`, label: text(`deskDelivery:${kind}.add`) },
    parts: parts.filter(({ rows }) => rows.length > 0),
  });
  const years = [...new Set(holidays.map(({ day }) => day.slice(0, 4)))];
  return [
    list('pauses', [{ title: '', rows: pauses.map((one) => pauseRow(one, { locale, text })) }]),
    list('areas', [{ title: '', rows: areas.map((one) => areaRow(one, { locale, text })) }]),
    list(
      'holidays',
      years.map((year) => ({
        title: year,
        rows: holidays.filter(({ day }) => day.startsWith(year)).map((one) => holidayRow(one, { locale })),
      })),
    ),
  ];
}

type Words = Pick<Wording, 'locale' | 'text'>;

const pauseRow = ({ id, fromDay, untilDay, wordsKo, wordsEn }: Pause, { locale }: Words): Row => ({
  href: `${PAGE}/pauses/${id}`,
  what: promiseText({ from: fromDay, until: untilDay }, locale),
  detail: locale === 'ko' ? wordsKo : wordsEn,
});

const areaRow = (area: Area, { locale, text }: Words): Row => ({
  href: `${PAGE}/areas/${area.id}`,
  what: areaName(area, locale),
  detail: text('deskDelivery:areas.detail', {
    postcodes: postcodesText(area),
    fee: formatWon(area.fee),
    count: area.extraDays,
  }),
});

const holidayRow = ({ id, day, name }: Holiday, { locale }: Pick<Words, 'locale'>): Row => ({
  href: `${PAGE}/holidays/${id}`,
  what: dayText(day, locale),
  detail: name,
});

const INPUTS: { readonly [N in EntryField]?: Readonly<Record<string, string>> } = {
  fromDay: { type: 'date' },
  untilDay: { type: 'date' },
  day: { type: 'date' },
  postcodeFrom: { inputmode: 'numeric' },
  postcodeUntil: { inputmode: 'numeric' },
  fee: { inputmode: 'numeric' },
  extraDays: { inputmode: 'numeric' },
};

export interface ShownEntry {
  readonly kind: Kind;
  /** null for a new one. */
  readonly id: number | null;
  readonly typed: TypedEntry;
  readonly faults?: EntryFaults;
}

export function presentEntry({ kind, id, typed, faults = {} }: ShownEntry, { text }: Wording) {
  const action = `${PAGE}/${kind}${id === null ? '' : `/${id}`}`;
  const labelOf = (name: string): string => text(`deskDelivery:fields.${worded(deskDelivery.fields, name)}`);
  const { errors, problems } = faultsInWords(faults, (fault) => faultInWords(fault, text), labelOf);
  return {
    title: text(`deskDelivery:${kind}.${id === null ? 'add' : 'edit'}`),
    action,
    problems,
    fields: ENTRY_FIELDS[kind].map((name) => ({
      ...INPUTS[name],
      name,
      label: labelOf(name),
      value: typed[name] ?? '',
      error: errors[name],
      autocomplete: 'off',
    })),
    remove: id === null ? null : `${action}/remove`,
  };
}

const faultInWords = ({ code, values }: EntryFault, text: DeskText): string =>
  text(`deskDelivery:errors.${worded(deskDelivery.errors, code)}`, given(values));

/** Of two that can't both be: which is the other, at the field where it shows. */
export function clashOf(kind: Kind, other: Entry, wording: Wording): EntryFaults {
  const fault = { code: 'clash', values: { other: clashName(other, wording) } };
  return { [{ areas: 'postcodeFrom', holidays: 'day', pauses: 'fromDay' }[kind]]: fault };
}

function clashName(other: Entry, { locale }: Wording): string {
  if ('day' in other) return `${dayText(other.day, locale)} ${other.name}`;
  if ('fromDay' in other) return promiseText({ from: other.fromDay, until: other.untilDay }, locale);
  return `${areaName(other, locale)} ${postcodesText(other)}`;
}

export const typedOf = (kind: Kind, entry: Entry | null): TypedEntry => {
  const values = { ...entry } as Readonly<Record<string, string | number>>;
  return Object.fromEntries(ENTRY_FIELDS[kind].map((name) => [name, String(values[name] ?? '')]));
};
