import { LOCALES, type Locale } from '../../../i18n/locale';
import { given, hasWord, worded } from '../../../i18n/translate';
import { photoFileName, photoWidths } from '../../../pictures/photo-files';
import { ACCORDS, ACCORD_SLUGS } from '../../../scent/accords';
import { CONCENTRATIONS, FAMILIES } from '../../../scent/families';
import {
  accordField,
  createNames,
  fieldNamed,
  PERFUME_FIELDS,
  TEXT_NAMES,
  TEXTS,
  VARIANT_FIELDS,
  type Text,
} from '../../../store/perfumes';
import { faultsInWords, type Faults, type LabelOf } from '../../../web/form-page';
import type { DeskText } from '../../texts';
import type { TimedWording } from '../../web/format';
import { stateKey, stateOf, type Choices, type Perfume } from '../model';
import type { Conflict } from '../service';
import { deskProducts } from '../texts.ko';
import type { Typed } from './forms';
import type { Problems } from './validate';

interface Option {
  readonly value: string;
  readonly label: string;
}

export interface EditorFacts {
  readonly typed: Typed;
  readonly choices: Choices;
  /** null for one that is being made. */
  readonly perfume: Perfume | null;
  readonly problems?: Problems;
  readonly conflict?: Conflict;
  /** The short form, of what changes most. */
  readonly onlyPrices?: boolean;
  readonly photo?: { readonly problem: string; readonly alt_ko: string; readonly alt_en: string };
  readonly schedule?: { readonly problem: string; readonly typed: string };
}

interface Viewer extends TimedWording {
  readonly shopOrigin: string;
}

export function editorView(facts: EditorFacts, viewer: Viewer) {
  const { typed, choices, perfume } = facts;
  const { text, locale } = viewer;
  const choose: Option = { value: '', label: text('deskProducts:choose') };
  return {
    action: `/admin/products${perfume ? `/${perfume.id}` : ''}${facts.onlyPrices ? '/prices' : ''}`,
    fields: typed.fields,
    ...faultsOf(facts, viewer),
    texts: LOCALES.map((language) => textsIn(language, locale)),
    houses: [choose, ...choices.houses.map((house) => ({ value: house.slug, label: nameOf(house, locale) }))],
    families: [choose, ...optionsOf(FAMILIES, locale)],
    concentrations: optionsOf(CONCENTRATIONS, locale),
    accords: ACCORD_SLUGS.map((slug) => ({
      slug,
      name: accordField(slug),
      label: ACCORDS[slug][locale],
      value: typed.accords[slug] ?? '',
      weight: Math.min(100, Number(typed.accords[slug]) || 0),
    })),
    aura: auraPath(typed),
    variants: typed.variants.map((row, index) => ({
      ...row,
      index,
      label: row.id ? `${row.ml}ml` : text('deskProducts:newVolume'),
      ledger: row.id ? `/admin/stock/${row.id}` : null,
    })),
    knownNotes: choices.notes.map((note) => nameOf(note, locale)),
    perfume: perfume && perfumeView(perfume, viewer),
    photo: facts.photo ?? { alt_ko: '', alt_en: '' },
    conflict: facts.conflict ? conflictView(facts.conflict, choices, viewer) : null,
  };
}

function faultsOf({ problems = {}, photo, schedule, typed }: EditorFacts, viewer: Viewer): Faults {
  const { text } = viewer;
  const own = textsOf(problems, text, (name) => labelOf(name, typed, viewer));
  const others = faultsInWords(
    { ...(photo && { file: photo.problem }), ...(schedule && { publish_at: schedule.problem }) },
    (said) => said,
    (name) => text(name === 'file' ? 'deskProducts:photos.file' : 'deskProducts:visibility.scheduleAt'),
  );
  return {
    errors: { ...own.errors, ...others.errors },
    problems: [...own.problems, ...others.problems],
  };
}

const textsIn = (language: Locale, locale: Locale) =>
  TEXT_NAMES.map((name) => {
    const { lines, hint }: Text = TEXTS[name];
    const field = `${name}_${language}` as const;
    return { name: field, label: PERFUME_FIELDS[field].label[locale], isLong: lines === true, hint: hint?.[locale] };
  });

const nameOf = (named: { readonly nameKo: string; readonly nameEn: string }, locale: Locale): string =>
  locale === 'ko' ? named.nameKo : named.nameEn;

function optionsOf(words: Readonly<Record<string, Readonly<Record<Locale, string>>>>, locale: Locale): Option[] {
  return Object.entries(words).map(([value, label]) => ({ value, label: label[locale] }));
}

export const textsOf = (problems: Problems, text: DeskText, called: LabelOf): Faults =>
  faultsInWords(problems, ({ code, values }) => text(`deskProducts:errors.${code}`, given(values)), called);

const ROW_LABELS = { ml: 'volume_ml', price: 'price', stock: 'stock', low: 'low_stock', sku: 'sku' } as const;

/** `name_ko`, `accord_rose`; `volume_price-0`, which is of the first row. */
function labelOf(name: string, { variants }: Typed, { text, locale }: Viewer): string {
  const [, cell, row] = /^volume_(\w+)-(\d+)$/.exec(name) ?? [];
  if (cell && hasWord(ROW_LABELS, cell)) {
    const ml = variants[Number(row)]?.ml ?? '';
    const volume = /^\d+$/.test(ml) ? `${ml}ml` : `${text('deskProducts:newVolume')} ${Number(row) + 1}`;
    return `${VARIANT_FIELDS[ROW_LABELS[cell]].label[locale]}, ${volume}`;
  }
  return fieldNamed(name, locale)?.label ?? text(`deskProducts:fields.${worded(deskProducts.fields, name)}`);
}

/** What the picture would be drawn from, as the address of it. The page's script writes the same. */
function auraPath({ fields, accords, variants }: Typed): string {
  const sold = variants.filter(({ state, ml }) => state !== 'archived' && ml !== '').map(({ ml }) => Number(ml) || 0);
  const query = new URLSearchParams({ slug: fields.slug, name: fields.name_ko, house: fields.house });
  query.set('ml', String(Math.max(0, ...sold)));
  for (const slug of ACCORD_SLUGS) if (accords[slug]) query.set(slug, accords[slug]);
  return `/admin/aura.svg?${query.toString()}`;
}

function perfumeView(perfume: Perfume, { text, format, now, shopOrigin }: Viewer) {
  const state = stateOf(perfume, now);
  const { publishedAt } = perfume;
  const isForSale = perfume.variants.some(({ archived }) => !archived);
  const time = publishedAt && state === 'scheduled' ? format.time(publishedAt) : null;
  return {
    id: perfume.id,
    state,
    stateText: text(stateKey(state, isForSale)),
    since: time && text('deskProducts:scheduledFor', { time }),
    inShop: state === 'visible' && isForSale ? `${shopOrigin}/perfumes/${perfume.slug}` : null,
    former: perfume.formerSlugs.join(', '),
    photos: perfume.photos.map((photo, index) => ({
      id: photo.id,
      alt_ko: photo.alt_ko,
      alt_en: photo.alt_en,
      src: `/pictures/${photoFileName(photo.file, photoWidths(photo.width)[0] ?? photo.width, 'jpg')}`,
      width: photo.width,
      height: photo.height,
      isFirst: index === 0,
      isLast: index === perfume.photos.length - 1,
      label: text('deskProducts:photos.number', { number: index + 1 }),
    })),
  };
}

function conflictView(conflict: Conflict, { houses, notes }: Choices, { text, format, locale }: Viewer) {
  const { by } = conflict;
  const saying = { locale, houses: createNames(houses, locale), notes: createNames(notes, locale) };
  const inWords = (field: string, value: unknown): string =>
    fieldNamed(field, locale)?.say(value, saying) ?? text('deskProducts:conflict.empty');
  const labelOf = (field: string): string => fieldNamed(field, locale)?.label ?? field;
  const values = by && { name: by.name, time: format.time(by.at) };
  return {
    message: values ? text('deskProducts:conflict.byAt', values) : text('deskProducts:conflict.unknown'),
    differing: conflict.differing.map(({ field, theirs, mine }) => ({
      label: labelOf(field),
      theirs: inWords(field, theirs),
      mine: inWords(field, mine),
    })),
    taken: conflict.taken.map(labelOf).join(', '),
  };
}
