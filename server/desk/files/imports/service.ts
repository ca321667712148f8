import type { Pool } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import type { Locale } from '../../../i18n/locale';
import { sayingIn } from '../../../store/perfumes/service';
import type { Doing } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { ImportState } from './model';
import {
  deleteFindings,
  endWork,
  holdImport,
  insertImport,
  moveImport,
  queueImport,
  selectFindings,
  selectImport,
  selectImports,
  type NewImport,
} from './queries';

export { createImportWorker, type ImportWorker } from './work';

const SHOWN = 20;

export type Imports = ReturnType<typeof createImports>;

export function createImports({ pool }: { readonly pool: Pool }) {
  /** @returns false when the file is in a state from which that is no way */
  const move = (id: string, from: readonly ImportState[], to: 'checking' | 'importing', { actor, now }: Doing) =>
    withTransaction(pool, async (tx) => {
      if (!(await moveImport(tx, id, { from, to, now }))) return false;
      if (to === 'checking') await deleteFindings(tx, id);
      await queueImport(tx, id);
      const name = (await selectImport(tx, id))?.fileName ?? '';
      const action = to === 'checking' ? 'file.check' : 'file.confirm';
      await recordChange(tx, actor, { action, subject: { kind: 'files', id, name } }, now);
      return true;
    });

  return {
    takeIn: (file: NewImport, { actor, now }: Doing) =>
      withTransaction(pool, async (tx) => {
        const id = await insertImport(tx, file, actor, now);
        await queueImport(tx, id);
        const subject = { kind: 'files', id, name: file.fileName } as const;
        await recordChange(tx, actor, { action: 'file.upload', subject }, now);
        return id;
      }),
    latest: () => selectImports(pool, SHOWN),
    find: (id: string) => selectImport(pool, id),
    findings: (id: string, part: Parameters<typeof selectFindings>[2]) => selectFindings(pool, id, part),
    saying: (locale: Locale) => sayingIn(pool, locale),
    confirm: (id: string, by: Doing) => move(id, ['checked'], 'importing', by),
    checkAgain: (id: string, by: Doing) => move(id, ['stale'], 'checking', by),
    drop: (id: string, { actor, now }: Doing) =>
      withTransaction(pool, async (tx) => {
        const isWaiting = (await holdImport(tx, id, 'checked')) || (await holdImport(tx, id, 'stale'));
        if (!isWaiting) return false;
        await endWork(tx, id, { state: 'dropped', now });
        const name = (await selectImport(tx, id))?.fileName ?? '';
        await recordChange(tx, actor, { action: 'file.drop', subject: { kind: 'files', id, name } }, now);
        return true;
      }),
  };
}
