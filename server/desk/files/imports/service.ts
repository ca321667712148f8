import type { Pool } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import type { Doing } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { Finding, FindingKind, Import, ImportState } from './model';
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

export interface Imports {
  takeIn(file: NewImport, by: Doing): Promise<string>;
  latest(): Promise<readonly Import[]>;
  find(id: string): Promise<Import | null>;
  findings(id: string, kind: FindingKind, after: number, limit: number): Promise<readonly Finding[]>;
  /** Each: false when the file is in a state from which that is no way. */
  confirm(id: string, by: Doing): Promise<boolean>;
  checkAgain(id: string, by: Doing): Promise<boolean>;
  drop(id: string, by: Doing): Promise<boolean>;
}

const SHOWN = 20;

export function createImports({ pool }: { readonly pool: Pool }): Imports {
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
    takeIn: (file, { actor, now }) =>
      withTransaction(pool, async (tx) => {
        const id = await insertImport(tx, file, actor, now);
        await queueImport(tx, id);
        const subject = { kind: 'files', id, name: file.fileName } as const;
        await recordChange(tx, actor, { action: 'file.upload', subject }, now);
        return id;
      }),
    latest: () => selectImports(pool, SHOWN),
    find: (id) => selectImport(pool, id),
    findings: (id, kind, after, limit) => selectFindings(pool, id, { kind, after, limit }),
    confirm: (id, by) => move(id, ['checked'], 'importing', by),
    checkAgain: (id, by) => move(id, ['stale'], 'checking', by),
    drop: (id, { actor, now }) =>
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
