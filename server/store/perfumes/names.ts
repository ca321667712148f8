/** What houses and notes are called, by whoever types them. Pure. */
import type { Locale } from '../../i18n/locale';
import { asSeen } from '../../values/text';

export interface Named {
  readonly slug: string;
  readonly nameKo: string;
  readonly nameEn: string;
}

export interface Names {
  /** By a slug or a name in either language, without regard to spaces and capitals. */
  find(typed: string): string | null;
  /** Several of them, as they are typed. */
  write(slugs: readonly string[]): string;
}

/** What the shop has that a value can name. */
export interface Known {
  readonly houses: Names;
  readonly notes: Names;
  /** What "from now on" means. */
  readonly now: Date;
}

const plain = (name: string): string => asSeen(name).toLowerCase().replace(/\s+/g, '');

export const partsOf = (typed: string): string[] =>
  typed
    .split(/[,、，;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** @param locale whose names are written; without one it is slugs, as in files */
export function createNames(all: readonly Named[], locale?: Locale): Names {
  const bySlug = new Map(all.map((one) => [one.slug, one] as const));
  const known = new Map<string, string>();
  // The first of a name wins: a slug, then a name in the reader's own language.
  const named = [({ slug }: Named) => slug, ({ nameKo }: Named) => nameKo, ({ nameEn }: Named) => nameEn];
  const inOrder = locale === 'en' ? [named[0], named[2], named[1]] : named;
  for (const nameOf of inOrder) {
    for (const one of all) if (nameOf && !known.has(plain(nameOf(one)))) known.set(plain(nameOf(one)), one.slug);
  }
  const nameOf = (slug: string): string => {
    const one = bySlug.get(slug);
    const name = one && (locale === 'en' ? one.nameEn : one.nameKo);
    // Where two share a name, the slug says which.
    return name !== undefined && known.get(plain(name)) === slug ? name : slug;
  };
  return {
    find: (typed) => known.get(plain(typed)) ?? null,
    write: (slugs) => (locale ? slugs.map(nameOf).join(', ') : slugs.join('; ')),
  };
}
