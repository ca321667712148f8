/** From what was typed to a perfume, or to what is wrong with each field. Pure. */
import type { Coded, Values } from '../../../i18n/translate';
import { ACCORD_SLUGS, type AccordSlug } from '../../../scent/accords';
import { CONCENTRATIONS, FAMILIES } from '../../../scent/families';
import { NOTE_FIELDS, type Choices, type Draft, type NoteField, type TypedVariant } from '../model';
import { MAX_SLUG_LENGTH, SLUG, suggestSku, suggestSlug } from '../slug';
import type { deskProducts } from '../texts.ko';
import { isBlank, type Typed, type TypedVariantRow } from './forms';
import type { NoteNames } from './note-names';

type Fault = Coded<(typeof deskProducts)['errors']>;

export interface Problem {
  readonly code: Fault[0];
  readonly values?: Values;
}

export const problem = (...[code, values]: Fault): Problem => ({ code, ...(values && { values }) });

/** By the id of the field; a variant's is `volume_price-0`. */
export type Problems = Readonly<Record<string, Problem>>;

export type Reading =
  { readonly ok: true; readonly draft: Draft } | { readonly ok: false; readonly problems: Problems };

const MOST: Readonly<Record<string, number>> = {
  name_ko: 60,
  name_en: 60,
  perfumer_ko: 60,
  perfumer_en: 60,
  story_ko: 3_000,
  story_en: 3_000,
};

export const HIGHEST_PRICE = 99_999_999;
export const HIGHEST_STOCK = 1_000_000;

type Complain = (field: string, ...fault: Fault) => void;

/** `98,000원` → 98000; null for what is no whole number. */
export function wholeNumber(typed: string): number | null {
  const digits = typed.normalize('NFKC').replace(/[,\s₩원]/g, '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}

export function readPerfume(typed: Typed, choices: Choices, names: NoteNames): Reading {
  const problems: Record<string, Problem> = {};
  const complain: Complain = (field, ...fault) => void (problems[field] ??= problem(...fault));
  const { fields } = typed;
  for (const name of ['name_ko', 'name_en'] as const) if (!fields[name]) complain(name, 'required');
  for (const [name, most] of Object.entries(MOST)) {
    if (fields[name as keyof typeof fields].length > most) complain(name, 'too-long', { most });
  }
  const slug = readSlug(fields.slug, fields.name_en, complain);
  const draft: Draft = {
    slug,
    name_ko: fields.name_ko,
    name_en: fields.name_en,
    story_ko: fields.story_ko,
    story_en: fields.story_en,
    perfumer_ko: fields.perfumer_ko,
    perfumer_en: fields.perfumer_en,
    house: oneOf(
      fields.house,
      choices.houses.map((house) => house.slug),
      'house',
      complain,
    ),
    year: within(fields.year, { field: 'year', least: 1900, most: 2100 }, complain),
    concentration: oneOf(fields.concentration, Object.keys(CONCENTRATIONS), 'concentration', complain),
    alcohol_percent: readPercent(fields.alcohol_percent, complain),
    family: oneOf(fields.family, Object.keys(FAMILIES), 'family', complain),
    ...readNotes(typed, names, complain),
    accords: readAccords(typed.accords, complain),
    variants: readVariants(typed.variants, slug, complain),
  };
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, draft };
}

function readSlug(typed: string, nameEn: string, complain: Complain): string {
  const slug = typed.toLowerCase() || suggestSlug(nameEn);
  if (!slug) complain('slug', nameEn ? 'slug-from-nothing' : 'required');
  else if (!SLUG.test(slug)) complain('slug', 'slug-letters');
  else if (slug.length > MAX_SLUG_LENGTH) complain('slug', 'too-long', { most: MAX_SLUG_LENGTH });
  return slug;
}

function oneOf(typed: string, known: readonly string[], field: string, complain: Complain): string {
  if (!known.includes(typed)) complain(field, 'choose');
  return typed;
}

function within(
  typed: string,
  range: { readonly field: string; readonly least: number; readonly most: number },
  complain: Complain,
): number {
  const { field, least, most } = range;
  const number = wholeNumber(typed);
  if (typed === '') complain(field, 'required');
  else if (number === null) complain(field, 'not-a-number');
  else if (number < least || number > most) complain(field, 'out-of-range', { least, most });
  return number ?? 0;
}

function readPercent(typed: string, complain: Complain): number {
  const percent = typed.normalize('NFKC').replace(/[\s%]/g, '').replace(',', '.');
  if (percent === '') complain('alcohol_percent', 'required');
  else if (!/^\d{1,3}(\.\d)?$/.test(percent)) complain('alcohol_percent', 'one-decimal');
  else if (Number(percent) > 100) complain('alcohol_percent', 'out-of-range', { least: 0, most: 100 });
  return Number(percent) || 0;
}

function readNotes({ fields }: Typed, names: NoteNames, complain: Complain): Record<NoteField, readonly string[]> {
  const read = (field: NoteField): readonly string[] => {
    const { slugs, unknown } = names.read(fields[field]);
    if (unknown.length > 0) complain(field, 'unknown-note', { names: unknown.join(', ') });
    return slugs;
  };
  return Object.fromEntries(NOTE_FIELDS.map((field) => [field, read(field)])) as Record<NoteField, readonly string[]>;
}

function readAccords(typed: Typed['accords'], complain: Complain): Partial<Record<AccordSlug, number>> {
  const accords: Partial<Record<AccordSlug, number>> = {};
  for (const slug of ACCORD_SLUGS) {
    const value = typed[slug] ?? '';
    const weight = value === '' ? 0 : wholeNumber(value);
    if (weight === null || weight > 100) complain(`accord_${slug}`, 'out-of-range', { least: 1, most: 100 });
    else if (weight > 0) accords[slug] = weight;
  }
  if (Object.keys(accords).length === 0) complain('accords', 'no-accord');
  return accords;
}

function readVariants(rows: readonly TypedVariantRow[], slug: string, complain: Complain): TypedVariant[] {
  const seenMl = new Set<number>();
  const seenSku = new Set<string>();
  return rows.flatMap((row, index) => {
    if (isBlank(row)) return [];
    const at = (name: string): string => `volume_${name}-${index}`;
    const range = (name: string, least: number, most: number) => ({ field: at(name), least, most });
    const volume_ml = within(row.ml, range('ml', 1, 1_000), complain);
    const sku = (row.sku || suggestSku(slug, volume_ml)).toUpperCase();
    if (!/^[A-Z0-9][A-Z0-9-]{0,39}$/.test(sku)) complain(at('sku'), 'sku-letters');
    if (seenMl.has(volume_ml)) complain(at('ml'), 'volume-twice');
    if (seenSku.has(sku)) complain(at('sku'), 'sku-taken', { sku });
    seenMl.add(volume_ml);
    seenSku.add(sku);
    return [
      {
        id: wholeNumber(row.id),
        sku,
        volume_ml,
        price: within(row.price, range('price', 1, HIGHEST_PRICE), complain),
        stock: within(row.stock || (row.id ? row.seen : '0'), range('stock', 0, HIGHEST_STOCK), complain),
        seen: wholeNumber(row.seen),
        low_stock: within(row.low || '0', range('low', 0, HIGHEST_STOCK), complain),
        archived: row.state === 'archived',
      },
    ];
  });
}
