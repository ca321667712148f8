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

/** The first of a name wins: a slug, then a name in the reader's own language. */
function slugsByName(all: readonly Named[], locale: Locale | undefined): ReadonlyMap<string, string> {
  const slugs = new Map<string, string>();
  const inOrder = locale === 'en' ? (['slug', 'nameEn', 'nameKo'] as const) : (['slug', 'nameKo', 'nameEn'] as const);
  for (const key of inOrder) {
    for (const one of all) {
      const name = plain(one[key]);
      if (!slugs.has(name)) slugs.set(name, one.slug);
    }
  }
  return slugs;
}

/** @param locale whose names are written; without one it is slugs, as in files */
export function createNames(all: readonly Named[], locale?: Locale): Names {
  const bySlug = new Map(all.map((one) => [one.slug, one] as const));
  // Built on first use: writing slugs doesn't need it.
  let made: ReadonlyMap<string, string> | undefined;
  const slugOf = (name: string): string | undefined => (made ??= slugsByName(all, locale)).get(plain(name));
  const nameOf = (slug: string): string => {
    const one = bySlug.get(slug);
    const name = one && (locale === 'en' ? one.nameEn : one.nameKo);
    // Where two share a name, the slug says which.
    return name !== undefined && slugOf(name) === slug ? name : slug;
  };
  return {
    find: (typed) => slugOf(typed) ?? null,
    write: (slugs) => (locale ? slugs.map(nameOf).join(', ') : slugs.join('; ')),
  };
}
