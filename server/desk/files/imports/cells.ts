/** What stands in one cell of a product file, in both directions. Pure. */
import { ACCORD_SLUGS, ACCORDS, type AccordSlug, type AccordWeights } from '../../../scent/accords';
import { CONCENTRATIONS, FAMILIES } from '../../../scent/families';
import type { CellFaultArguments } from './model';

export class CellError extends Error {
  readonly fault: CellFaultArguments;

  constructor(...fault: CellFaultArguments) {
    super(fault[0]);
    this.name = 'CellError';
    this.fault = fault;
  }
}

/** How a cell is read and written. What it writes it reads as the same. */
export interface CellType<T> {
  /** @throws CellError */
  read(cell: string): T;
  write(value: T): string | number;
}

const clean = (cell: string): string => cell.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim();
const CONTROLS = /[\p{Cc}\u202A-\u202E\u2066-\u2069\uFFFD]/u;

export function words(most: number, { required = false, lines = false } = {}): CellType<string> {
  return {
    read(cell) {
      const text = clean(cell);
      if (required && text === '') throw new CellError('required');
      if (CONTROLS.test(lines ? text.replaceAll(/[\n\t]/g, '') : text)) throw new CellError('characters');
      if (text.length > most) throw new CellError('long', { most });
      return text;
    },
    write: (value) => value,
  };
}

export function matching(pattern: RegExp, code: 'slug' | 'sku'): CellType<string> {
  return {
    read(cell) {
      const text = clean(cell);
      if (text === '') throw new CellError('required');
      if (!pattern.test(text)) throw new CellError(code);
      return text;
    },
    write: (value) => value,
  };
}

/** `98000`, `98,000`, `₩98,000`; neither `1e9` nor `1.5`. */
export function whole(least: number, most: number): CellType<number> {
  return {
    read(cell) {
      const text = clean(cell).normalize('NFKC').replace(/^₩/, '');
      if (text === '') throw new CellError('required');
      if (!/^-?(\d{1,15}|\d{1,3}(,\d{3})+)$/.test(text)) throw new CellError('whole', { typed: text.slice(0, 40) });
      return within(Number(text.replaceAll(',', '')), least, most);
    },
    write: (value) => value,
  };
}

/** With one decimal at most. */
export function decimal(least: number, most: number): CellType<number> {
  return {
    read(cell) {
      const text = clean(cell).normalize('NFKC').replace(/ ?%$/, '');
      if (text === '') throw new CellError('required');
      if (!/^\d{1,4}([.,]\d)?$/.test(text)) throw new CellError('decimal', { typed: text.slice(0, 40) });
      return within(Number(text.replace(',', '.')), least, most);
    },
    write: (value) => value,
  };
}

function within(value: number, least: number, most: number): number {
  if (value < least || value > most) throw new CellError('range', { least, most });
  return value;
}

const YES = new Set(['yes', 'y', 'true', '1', '예', '네', 'o']);
const NO = new Set(['', 'no', 'n', 'false', '0', '아니요', '아니오', 'x']);

export const yesOrNo: CellType<boolean> = {
  read(cell) {
    const text = clean(cell).toLowerCase();
    if (YES.has(text)) return true;
    if (NO.has(text)) return false;
    throw new CellError('yesOrNo');
  },
  write: (value) => (value ? 'yes' : ''),
};

type Names = Readonly<Record<string, { readonly ko: string; readonly en: string }>>;

/** By its slug, or by its name in either language. */
function slugOf(names: Names, typed: string): string | null {
  const wanted = typed.toLowerCase();
  const found = Object.entries(names).find(
    ([slug, { ko, en }]) => slug === wanted || ko === typed || en.toLowerCase() === wanted,
  );
  return found?.[0] ?? null;
}

function oneOf(names: Names): CellType<string> {
  return {
    read(cell) {
      const text = clean(cell);
      if (text === '') throw new CellError('required');
      const slug = slugOf(names, text);
      if (slug === null)
        throw new CellError('choice', { typed: text.slice(0, 40), known: Object.keys(names).join(', ') });
      return slug;
    },
    write: (value) => value,
  };
}

export const concentration = oneOf(CONCENTRATIONS);
export const family = oneOf(FAMILIES);

export const parts = (cell: string): string[] =>
  clean(cell)
    .split(/[;,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `ozonic 80; marine 40`: strongest first. */
export const accords: CellType<AccordWeights> = {
  read(cell) {
    const weights: Partial<Record<AccordSlug, number>> = {};
    for (const part of parts(cell)) {
      const [, name = '', weight = ''] = /^(.+?)[\s:=]+(\d+)$/.exec(part) ?? [];
      const slug = slugOf(ACCORDS, name.trim());
      if (slug === null) throw new CellError('accord', { typed: part.slice(0, 40) });
      if (Number(weight) < 1 || Number(weight) > 100) throw new CellError('weight', { typed: part.slice(0, 40) });
      if (slug in weights) throw new CellError('twice', { typed: part.slice(0, 40) });
      weights[slug as AccordSlug] = Number(weight);
    }
    if (Object.keys(weights).length === 0) throw new CellError('required');
    return sorted(weights);
  },
  write: (value) =>
    Object.entries(sorted(value))
      .map(([slug, weight]) => `${slug} ${weight}`)
      .join('; '),
};

/** The database keeps them in an order of its own. */
export function sorted(weights: AccordWeights): AccordWeights {
  const there = ACCORD_SLUGS.flatMap((slug) => {
    const weight = weights[slug];
    return weight === undefined ? [] : [[slug, weight] as const];
  });
  return Object.fromEntries(there.sort(([, a], [, b]) => b - a));
}

const KOREA_MS = 9 * 60 * 60 * 1000;
const LOCAL = /^(\d{4})[-.] ?(\d{1,2})[-.] ?(\d{1,2})\.?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/** `2026-11-23 12:00`, Korean time, as spreadsheets know it. */
export const koreanTime = (moment: Date): string =>
  new Date(moment.getTime() + KOREA_MS).toISOString().slice(0, 16).replace('T', ' ');

/** When it is shown from; empty: not. `yes` is from now on. */
export function publication(now: Date): CellType<string | null> {
  return {
    read(cell) {
      const text = clean(cell);
      if (NO.has(text.toLowerCase())) return null;
      if (YES.has(text.toLowerCase())) return now.toISOString();
      const match = LOCAL.exec(text);
      const moment = match ? momentOf(match.slice(1).map((part) => Number(part || 0))) : null;
      if (!moment) throw new CellError('time', { typed: text.slice(0, 40) });
      return moment.toISOString();
    },
    write: (value) => (value === null ? '' : koreanTime(new Date(value))),
  };
}

function momentOf([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: number[]): Date | null {
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isThere = local.getUTCMonth() === month - 1 && local.getUTCDate() === day && hour < 24 && minute < 60;
  return isThere && year >= 2000 && year <= 2100 ? new Date(local.getTime() - KOREA_MS) : null;
}

interface Named {
  readonly slug: string;
  readonly name_ko: string;
  readonly name_en: string;
}

/** Something of the shop's own, such as a house or a note. */
export function lookup(all: readonly Named[]): (typed: string) => string | null {
  const byName = new Map<string, string>();
  for (const { slug, name_ko, name_en } of all) {
    for (const name of [slug, name_ko, name_en.toLowerCase()]) if (!byName.has(name)) byName.set(name, slug);
  }
  return (typed) => byName.get(typed) ?? byName.get(typed.toLowerCase()) ?? null;
}

export function reference(find: (typed: string) => string | null, code: 'house' | 'note'): CellType<string> {
  return {
    read(cell) {
      const text = clean(cell);
      if (text === '') throw new CellError('required');
      const slug = find(text);
      if (slug === null) throw new CellError(code, { typed: text.slice(0, 40) });
      return slug;
    },
    write: (value) => value,
  };
}

export function references(
  find: (typed: string) => string | null,
  code: 'house' | 'note',
): CellType<readonly string[]> {
  return {
    read(cell) {
      const slugs = parts(cell).map((part) => {
        const slug = find(part);
        if (slug === null) throw new CellError(code, { typed: part.slice(0, 40) });
        return slug;
      });
      const twice = slugs.find((slug, at) => slugs.indexOf(slug) !== at);
      if (twice !== undefined) throw new CellError('twice', { typed: twice });
      return slugs;
    },
    write: (value) => value.join('; '),
  };
}
