import { isUniqueViolation } from '../../../db/sql-state';
import { withTransaction } from '../../../db/transaction';
import { changesBetween, type Actor } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { DeskContext } from '../../services';
import { insertNote, lockNote, selectNotes, updateNote, type NoteContent } from './queries';

export function createNotes({ pool, clock }: Pick<DeskContext, 'pool' | 'clock'>) {
  return {
    all: () => selectNotes(pool),

    async create(note: NoteContent, actor: Actor): Promise<'made' | 'slug-taken'> {
      try {
        return await withTransaction(pool, async (tx) => {
          const subject = { kind: 'note', id: await insertNote(tx, note), name: note.name_ko } as const;
          const changes = changesBetween({}, { ...note });
          await recordChange(tx, actor, { action: 'note.create', subject, changes }, clock.now());
          return 'made' as const;
        });
      } catch (error) {
        if (isUniqueViolation(error, 'notes_slug_key')) return 'slug-taken';
        throw error;
      }
    },

    save: (note: NoteContent, actor: Actor) =>
      withTransaction(pool, async (tx) => {
        const found = await lockNote(tx, note.slug);
        if (!found) return false;
        const { id, ...before } = found;
        const changes = changesBetween(before, { ...note });
        if (Object.keys(changes).length === 0) return true;
        await updateNote(tx, id, note);
        const subject = { kind: 'note', id, name: note.name_ko } as const;
        await recordChange(tx, actor, { action: 'note.update', subject, changes }, clock.now());
        return true;
      }),
  };
}
