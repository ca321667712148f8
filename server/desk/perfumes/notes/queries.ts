import type { Executor } from '../../../db/pool';

export interface NoteContent {
  readonly slug: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly note_group: string;
}

export interface NoteRow extends NoteContent {
  readonly id: number;
}

export async function selectNotes(db: Executor): Promise<NoteRow[]> {
  const { rows } = await db.query<NoteRow>(
    'select id, slug, name_ko, name_en, note_group from notes order by note_group, name_ko, id',
  );
  return rows;
}

export async function insertNote(db: Executor, note: NoteContent): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    'insert into notes (slug, name_ko, name_en, note_group) values ($1, $2, $3, $4) returning id',
    [note.slug, note.name_ko, note.name_en, note.note_group],
  );
  if (!rows[0]) throw new Error('a note was not written');
  return rows[0].id;
}

export async function lockNote(db: Executor, slug: string): Promise<NoteRow | null> {
  const { rows } = await db.query<NoteRow>(
    'select id, slug, name_ko, name_en, note_group from notes where slug = $1 for no key update',
    [slug],
  );
  return rows[0] ?? null;
}

/** Its address stays: lists of the shop are narrowed by it. */
export async function updateNote(db: Executor, id: number, note: Omit<NoteContent, 'slug'>): Promise<void> {
  await db.query('update notes set name_ko = $2, name_en = $3, note_group = $4 where id = $1', [
    id,
    note.name_ko,
    note.name_en,
    note.note_group,
  ]);
}
