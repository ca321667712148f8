import type { Executor } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import { overlap } from '../../../store/delivery';
import type { DeliveryLists } from '../../../store/delivery/model';
import { readLists } from '../../../store/delivery/service';
import { changesBetween, type AuditEntry, type Doing } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { DeskServices } from '../../services';
import type { Content, Entries, Entry, Kind } from './model';
import {
  deleteArea,
  deleteHoliday,
  deletePause,
  insertArea,
  insertHoliday,
  insertPause,
  lockDelivery,
  updateArea,
  updateHoliday,
  updatePause,
} from './queries';

interface Table<K extends Kind> {
  readonly about: AuditEntry['subject']['kind'];
  insert(db: Executor, content: Content<K>): Promise<number>;
  update(db: Executor, id: number, content: Content<K>): Promise<void>;
  delete(db: Executor, id: number): Promise<void>;
  nameOf(content: Content<K>): string;
  /** There can be only one of both. */
  clash(one: Content<K>, other: Content<K>): boolean;
}

const TABLES: { readonly [K in Kind]: Table<K> } = {
  areas: {
    about: 'area',
    insert: insertArea,
    update: updateArea,
    delete: deleteArea,
    nameOf: ({ nameKo }) => nameKo,
    clash: overlap,
  },
  holidays: {
    about: 'holiday',
    insert: insertHoliday,
    update: updateHoliday,
    delete: deleteHoliday,
    nameOf: ({ day, name }) => `${day} ${name}`,
    clash: (one, other) => one.day === other.day,
  },
  pauses: {
    about: 'pause',
    insert: insertPause,
    update: updatePause,
    delete: deletePause,
    nameOf: ({ fromDay, untilDay }) => `${fromDay} – ${untilDay}`,
    clash: (one, other) => one.fromDay <= other.untilDay && other.fromDay <= one.untilDay,
  },
};

export type SavedEntry =
  { readonly kind: 'saved' } | { readonly kind: 'gone' } | { readonly kind: 'clash'; readonly other: Entry };

const contentOf = <K extends Kind>({ id: _, ...content }: Entries[K]): Content<K> => content;

export function createDeliveryDesk({ context: { pool }, memories }: Pick<DeskServices, 'context' | 'memories'>) {
  const listed = <K extends Kind>(rows: DeliveryLists, kind: K): readonly Entries[K][] =>
    rows[kind] as readonly Entries[K][];

  async function change<T>(work: (tx: Executor, rows: DeliveryLists) => Promise<T>): Promise<T> {
    const done = await withTransaction(pool, async (tx) => {
      await lockDelivery(tx);
      return work(tx, await readLists(tx));
    });
    memories.forgetAll();
    return done;
  }

  return {
    lists: () => readLists(pool),

    /** @param id null for a new one */
    save: <K extends Kind>(
      kind: K,
      id: number | null,
      content: Content<K>,
      { actor, now }: Doing,
    ): Promise<SavedEntry> =>
      change(async (tx, rows) => {
        const table: Table<K> = TABLES[kind];
        const all = listed(rows, kind);
        const before = all.find((one) => one.id === id);
        if (id !== null && !before) return { kind: 'gone' };
        const other = all.find((one) => one !== before && table.clash(contentOf(one), content));
        if (other) return { kind: 'clash', other };
        const changes = changesBetween(before ? contentOf(before) : {}, content);
        if (before && Object.keys(changes).length === 0) return { kind: 'saved' };
        if (before) await table.update(tx, before.id, content);
        const written = before ? before.id : await table.insert(tx, content);
        const subject = { kind: table.about, id: written, name: table.nameOf(content) };
        const action = `${table.about}.${before ? 'update' : 'create'}` as const;
        await recordChange(tx, actor, { action, subject, changes }, now);
        return { kind: 'saved' };
      }),

    /** @returns whether it was there */
    remove: <K extends Kind>(kind: K, id: Entries[K]['id'], { actor, now }: Doing): Promise<boolean> =>
      change(async (tx, rows) => {
        const table: Table<K> = TABLES[kind];
        const before = listed(rows, kind).find((one) => one.id === id);
        if (!before) return false;
        const content = contentOf(before);
        await table.delete(tx, id);
        const subject = { kind: table.about, id, name: table.nameOf(content) };
        const changes = changesBetween(content, {});
        await recordChange(tx, actor, { action: `${table.about}.remove`, subject, changes }, now);
        return true;
      }),
  };
}
