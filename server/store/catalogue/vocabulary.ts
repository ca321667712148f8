import type { Locale } from '../../i18n/locale';
import { ACCORDS, type AccordSlug } from '../../scent/accords';
import { CONCENTRATIONS, FAMILIES } from '../../scent/families';
import type { Bilingual } from './model';

type Vocabulary = Readonly<Record<string, Bilingual>>;

/** A word of a closed list; one that the list doesn't know (yet) is shown as it is. */
const wordOf = (vocabulary: Vocabulary, slug: string, locale: Locale): string => vocabulary[slug]?.[locale] ?? slug;

export const familyName = (slug: string, locale: Locale): string => wordOf(FAMILIES, slug, locale);
export const concentrationName = (slug: string, locale: Locale): string => wordOf(CONCENTRATIONS, slug, locale);
export const accordName = (slug: AccordSlug, locale: Locale): string => wordOf(ACCORDS, slug, locale);
