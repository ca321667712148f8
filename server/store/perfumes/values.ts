import { timeOf } from '../../i18n/dates';
import type { Locale } from '../../i18n/locale';
import { formatWon } from '../../money/money';
import { ACCORD_SLUGS, ACCORDS, type AccordSlug, type AccordWeights } from '../../scent/accords';
import { choice } from '../../values/choice';
import { LONGEST } from '../../values/limits';
import { begun, whole } from '../../values/numbers';
import { ValueError, type Parser } from '../../values/reading';
import { asSeen, line } from '../../values/text';
import { partsOf, type Known } from './names';
import { SLUG } from './slug';

/** In whose language a value is said, and what houses and notes are called in it today. */
export interface Saying extends Pick<Known, 'houses' | 'notes'> {
  readonly locale: Locale;
}

/** What it writes it reads as the same. */
export interface ValueType<T> {
  /** @throws ValueError */
  read(typed: string, known: Known): T;
  write(value: T, known: Known): string | number;
  /** As people read it. @returns null for what is none of its values: the change log outlives the release that wrote it */
  say(value: unknown, saying: Saying): string | null;
}

/** Written as it is kept. */
export const asIs = <T extends string | number>(read: Parser<T>): ValueType<T> => ({
  read,
  write: (value) => value,
  say: (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : null),
});

const GROUPED = new Intl.NumberFormat('en-US');

export const count = (read: Parser<number>): ValueType<number> => ({
  ...asIs(read),
  say: (value) => (typeof value === 'number' ? GROUPED.format(value) : null),
});

export const money = (read: Parser<number>): ValueType<number> => ({
  ...asIs(read),
  say: (value) => (typeof value === 'number' ? formatWon(value) : null),
});

export const sku = asIs((typed) => {
  const text = line(Infinity, { required: true })(typed);
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/.test(text)) throw new ValueError('sku');
  return text;
});

/** Capitals are none: it is an address. */
export const slugOf: Parser<string> = (typed) => {
  const text = line(LONGEST.slug, { required: true })(typed).toLowerCase();
  if (!SLUG.test(text)) throw new ValueError('slug');
  return text;
};

const YES = new Set(['yes', 'y', 'true', '1', '예', '네', 'o']);
const NO = new Set(['', 'no', 'n', 'false', '0', '아니요', '아니오', 'x']);

export type Bilingual = Readonly<Record<Locale, string>>;

/** @param words what each of them means of the field */
export const yesOrNo = (words: Readonly<Record<'yes' | 'no', Bilingual>>): ValueType<boolean> => ({
  read(typed) {
    const text = asSeen(typed).toLowerCase();
    if (YES.has(text)) return true;
    if (NO.has(text)) return false;
    throw new ValueError('yesOrNo');
  },
  write: (value) => (value ? 'yes' : ''),
  say: (value, { locale }) => (typeof value === 'boolean' ? words[value ? 'yes' : 'no'][locale] : null),
});

type Vocabulary = Readonly<Record<string, Bilingual>>;

const wordIn = (vocabulary: Vocabulary, slug: unknown, locale: Locale): string | null =>
  typeof slug === 'string' && Object.hasOwn(vocabulary, slug) ? (vocabulary[slug]?.[locale] ?? null) : null;

/** By its slug, or by its name in either language. */
function slugIn(vocabulary: Vocabulary, typed: string): string | undefined {
  const wanted = typed.toLowerCase();
  const found = Object.entries(vocabulary).find(
    ([slug, { ko, en }]) => slug === wanted || ko === typed || en.toLowerCase() === wanted,
  );
  return found?.[0];
}

export const oneOf = (vocabulary: Vocabulary): ValueType<string> => ({
  ...asIs(choice(Object.keys(vocabulary), (seen) => slugIn(vocabulary, seen))),
  say: (value, { locale }) => wordIn(vocabulary, value, locale),
});

export const weight = asIs(whole(1, 100));

/** `ozonic 80; marine 40`: strongest first. */
export const accords: ValueType<AccordWeights> = {
  read(typed) {
    const weights: Partial<Record<AccordSlug, number>> = {};
    for (const part of partsOf(asSeen(typed))) {
      const [, name = '', number = ''] = /^(.+?)[\s:=]+(\d+)$/.exec(part) ?? [];
      const slug = slugIn(ACCORDS, name.trim());
      if (slug === undefined) throw new ValueError('accord', { typed: begun(part) });
      if (Number(number) < 1 || Number(number) > 100) throw new ValueError('weight', { typed: begun(part) });
      if (slug in weights) throw new ValueError('twice', { typed: begun(part) });
      weights[slug as AccordSlug] = Number(number);
    }
    if (Object.keys(weights).length === 0) throw new ValueError('required');
    return sorted(weights);
  },
  write: (value) =>
    Object.entries(sorted(value))
      .map(([slug, number]) => `${slug} ${number}`)
      .join('; '),
  say(value, { locale }) {
    if (typeof value !== 'object' || value === null) return null;
    const parts = Object.entries(sorted(value)).map(([slug, number]) => `${wordIn(ACCORDS, slug, locale)} ${number}`);
    return parts.length > 0 ? parts.join(', ') : null;
  },
};

/** The database keeps them in an order of its own. */
export function sorted(weights: AccordWeights): AccordWeights {
  const there = ACCORD_SLUGS.flatMap((slug) => {
    const number = weights[slug];
    return number === undefined ? [] : [[slug, number] as const];
  });
  return Object.fromEntries(there.sort(([, a], [, b]) => b - a));
}

const KOREA_MS = 9 * 60 * 60 * 1000;
const LOCAL = /^(\d{4})[-.] ?(\d{1,2})[-.] ?(\d{1,2})\.?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/** `2026-11-23 12:00`, Korean time, as spreadsheets know it. */
export const koreanTime = (moment: Date): string =>
  new Date(moment.getTime() + KOREA_MS).toISOString().slice(0, 16).replace('T', ' ');

/** How long ahead a perfume may be announced: years beyond it are a slip of the finger. */
const AHEAD_MS = 2 * 366 * 24 * 60 * 60 * 1000;

/** A moment in Korean time, as people, spreadsheets and browsers write it. @throws ValueError */
export function readKoreanTime(typed: string, now: Date): Date {
  const text = asSeen(typed);
  const match = LOCAL.exec(text);
  const moment = match ? momentOf(match.slice(1).map((part) => Number(part || 0))) : null;
  if (!moment) throw new ValueError('time', { typed: begun(text) });
  if (moment.getTime() > now.getTime() + AHEAD_MS) throw new ValueError('ahead');
  return moment;
}

/** When it is shown from; empty: not. `yes` is from now on. */
export const publication: ValueType<Date | null> = {
  read(typed, { now }) {
    const text = asSeen(typed).toLowerCase();
    if (NO.has(text)) return null;
    return YES.has(text) ? now : readKoreanTime(typed, now);
  },
  write: (value) => (value === null ? '' : koreanTime(value)),
  say(value, { locale }) {
    const moment = typeof value === 'string' || value instanceof Date ? new Date(value) : null;
    return moment && !Number.isNaN(moment.getTime()) ? timeOf(moment, locale) : null;
  },
};

function momentOf([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: number[]): Date | null {
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isThere = local.getUTCMonth() === month - 1 && local.getUTCDate() === day && hour < 24 && minute < 60;
  return isThere && year >= 2000 ? new Date(local.getTime() - KOREA_MS) : null;
}

export const house: ValueType<string> = {
  read(typed, { houses }) {
    const text = asSeen(typed);
    if (text === '') throw new ValueError('required');
    const slug = houses.find(text);
    if (slug === null) throw new ValueError('house', { typed: begun(text) });
    return slug;
  },
  write: (value) => value,
  say: (value, { houses }) => (typeof value === 'string' ? houses.write([value]) : null),
};

/** Notes in their order, with commas between them. One that is named twice counts once. */
export const notes: ValueType<readonly string[]> = {
  read(typed, { notes: known }) {
    const found = partsOf(asSeen(typed)).map((part) => ({ part, slug: known.find(part) }));
    const unknown = found.filter(({ slug }) => slug === null).map(({ part }) => part);
    if (unknown.length > 0) throw new ValueError('note', { typed: begun(unknown.join(', ')) });
    return [...new Set(found.flatMap(({ slug }) => slug ?? []))];
  },
  write: (value, { notes: known }) => known.write(value),
  say: (value, { notes: known }) =>
    Array.isArray(value) ? known.write(value.filter((slug) => typeof slug === 'string')) || null : null,
};
