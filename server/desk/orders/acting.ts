/** An act on one order: its row is held, and history, audit log and mail are written in the same transaction. */
import type { Executor, Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import { foundOrThrow } from '../../process/errors';
import { type Hand, holdOrder } from '../../store/orders';
import type { OrderStatus, StoredOrder } from '../../store/orders/model';
import type { AuditEntry, Changes, Doing } from '../audit/model';
import { recordChange } from '../audit/service';
import { subjectOf } from './recorder';

interface Done<T> {
  readonly result: T;
  readonly entry: { readonly action: AuditEntry['action']; readonly changes?: Changes };
}

/** @returns a result alone when there is nothing for the audit log */
type Work<T> = (tx: Executor, order: StoredOrder, hand: Hand) => Promise<T | Done<T>>;

/** @throws AppError not-found */
export type Act = <T extends string>(number: string, doing: Doing, work: Work<T>) => Promise<T>;

export const createAct =
  (pool: Pool): Act =>
  (number, { actor, now }, work) =>
    withTransaction(pool, async (tx) => {
      const order = foundOrThrow(await holdOrder(tx, number));
      const done = await work(tx, order, { staffId: actor.staffId, now });
      if (typeof done === 'string') return done;
      await recordChange(tx, actor, { ...done.entry, subject: subjectOf(order) }, now);
      return done.result;
    });

export const became = (from: OrderStatus, to: OrderStatus): Changes => ({ status: [from, to] });
