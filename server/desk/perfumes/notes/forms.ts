import { z } from 'zod';
import { readerOf, SLUG, suggestSlug, TEXTS } from '../../../store/perfumes';
import { choice } from '../../../values/choice';
import { field } from '../editor/forms';
import { problem, readFields, type Problems } from '../editor/validate';
import type { NoteContent } from './queries';

/** Botanical, olfactory or material. As in server/seed/catalogue/types.ts. */
export const NOTE_GROUPS = [
  'citrus',
  'fruit',
  'flower',
  'leaf',
  'herb',
  'spice',
  'wood',
  'resin',
  'root',
  'animalic',
  'sweet',
  'water',
  'mineral',
] as const;

export const noteForm = z.strictObject({ name_ko: field, name_en: field, note_group: field });
export type TypedNote = z.infer<typeof noteForm>;
export const EMPTY_NOTE: TypedNote = { name_ko: '', name_en: '', note_group: '' };

export type NoteReading =
  { readonly ok: true; readonly note: NoteContent } | { readonly ok: false; readonly problems: Problems };

export function readNote(typed: TypedNote, slug: string | null): NoteReading {
  const name = readerOf(TEXTS.name);
  const { value, problems } = readFields({ name_ko: name, name_en: name, note_group: choice(NOTE_GROUPS) }, typed);
  for (const name of ['name_ko', 'name_en'] as const) {
    // Names stand in one line, with commas between them, where a perfume is edited.
    if (/[,、，;]/.test(typed[name])) problems[name] ??= problem('no-comma');
  }
  const address = slug ?? suggestSlug(typed.name_en);
  if (!SLUG.test(address)) problems['name_en'] ??= problem('slug-from-nothing');
  if (!value || Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, note: { ...value, slug: address } };
}
