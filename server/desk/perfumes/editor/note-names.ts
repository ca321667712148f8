/** Notes as they are typed: names in one line, with commas between them. Pure. */
import type { Locale } from '../../../i18n/locale';
import type { NoteChoice } from '../model';

/** Spaces and capitals don't tell notes apart. */
const plain = (name: string): string => name.normalize('NFC').toLowerCase().replace(/\s+/g, '');

export interface ReadNotes {
  readonly slugs: readonly string[];
  /** As they were typed. */
  readonly unknown: readonly string[];
}

export interface NoteNames {
  /** Names in either language, and slugs. A note named twice counts once. */
  read(typed: string): ReadNotes;
  /** Back to what somebody types. */
  write(slugs: readonly string[]): string;
}

export function createNoteNames(notes: readonly NoteChoice[], locale: Locale): NoteNames {
  const bySlug = new Map(notes.map((note) => [note.slug, note] as const));
  const known = new Map<string, string>();
  // The first of a name wins; of a name in the reader's own language before one in the other.
  const names = notes.map((note) => [note.slug, locale === 'ko' ? note.nameKo : note.nameEn] as const);
  const others = notes.map((note) => [note.slug, locale === 'ko' ? note.nameEn : note.nameKo] as const);
  const slugs = notes.map(({ slug }) => [slug, slug] as const);
  for (const [slug, name] of [...names, ...others, ...slugs]) {
    if (!known.has(plain(name))) known.set(plain(name), slug);
  }
  const nameOf = (slug: string): string => {
    const note = bySlug.get(slug);
    const name = note && (locale === 'ko' ? note.nameKo : note.nameEn);
    // Where two notes share a name, the slug says which.
    return name !== undefined && known.get(plain(name)) === slug ? name : slug;
  };
  return {
    read(typed) {
      const parts = typed.split(/[,、，;\n]/).map((part) => part.trim());
      const found = parts.filter(Boolean).map((part) => ({ part, slug: known.get(plain(part)) }));
      return {
        slugs: [...new Set(found.flatMap(({ slug }) => (slug === undefined ? [] : [slug])))],
        unknown: found.flatMap(({ part, slug }) => (slug === undefined ? [part] : [])),
      };
    },
    write: (all) => all.map(nameOf).join(', '),
  };
}
