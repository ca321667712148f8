import type { Executor, Pool } from '../../db/pool';
import { isUniqueViolation } from '../../db/sql-state';
import { withTransaction } from '../../db/transaction';
import { depositorKey } from '../../values/depositor';
import { holdOrder, isUnderWay } from '../orders';
import type { Order } from '../orders/model';
import type { OrderService, Recorder } from '../orders/service';
import { proposalsFor, type Proposals } from './matching';
import type { Deposit, Layout, SettledDeposit, StatementRow } from './model';
import {
  deleteOldStatementFiles,
  deleteStatementFile,
  forgetDepositsSetAside,
  insertDeposits,
  insertStatementFile,
  matchDeposit,
  reopenDeposit,
  selectAwaitedOrders,
  selectDecidedOrders,
  selectDeposit,
  selectLayout,
  selectOpenDeposits,
  selectSettledDeposits,
  selectStatementFile,
  setDepositAside,
  upsertLayout,
} from './queries';
import { fingerprintsOf } from './reading';

/** More are looked at once these are settled. */
const MOST_OPEN = 200;
const MOST_ORDERS = 2_000;
const SHOWN_SETTLED = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
/** How long ago an order may have been placed whose money comes only now. */
const LATEST_DAYS = 90;
const KEEP_SET_ASIDE_DAYS = 90;
const KEEP_FILES_DAYS = 7;

export type Deposits = ReturnType<typeof createDeposits>;

/** `changed`: somebody was faster, or the order is none that a transfer pays. `sum`: it is another sum. */
export type Matched = 'paid' | 'late' | 'noted' | 'changed' | 'sum';

class Taken extends Error {}

export interface Matching {
  readonly recorder: Recorder;
  /** In the same transaction, beside what the recorder writes down of the order. */
  readonly noteMatch: (tx: Executor, order: Order) => Promise<void>;
}

type OrdersForDeposits = Pick<OrderService, 'find' | 'markPaid'>;

export function createDeposits({ pool, orders }: { readonly pool: Pool; readonly orders: OrdersForDeposits }) {
  async function claim(
    tx: Executor,
    id: number,
    order: Order,
    { recorder, noteMatch }: Matching,
    now: Date,
  ): Promise<void> {
    const { staffId } = recorder;
    try {
      if (!(await matchDeposit(tx, id, { orderId: order.id, staffId, now }))) throw new Taken();
    } catch (error) {
      if (isUniqueViolation(error, 'deposits_order_id_key')) throw new Taken();
      throw error;
    }
    await noteMatch(tx, order);
  }

  const noteUnderWay = (deposit: Deposit, number: string, matching: Matching, now: Date): Promise<void> =>
    withTransaction(pool, async (tx) => {
      const held = await holdOrder(tx, number);
      if (!held || !isUnderWay(held.status)) throw new Taken();
      await claim(tx, deposit.id, held, matching, now);
    });

  async function markPaid(deposit: Deposit, number: string, matching: Matching, now: Date): Promise<Matched> {
    const { recorder } = matching;
    const marked = await orders.markPaid(number, {
      ...recorder,
      async record(tx, order, settlement) {
        await claim(tx, deposit.id, order, matching, now);
        await recorder.record(tx, order, settlement);
      },
    });
    if (marked?.settlement === 'paid') return 'paid';
    return marked?.settlement === 'late-payment' ? 'late' : 'changed';
  }

  return {
    async proposals(now: Date): Promise<Proposals> {
      const deposits = await selectOpenDeposits(pool, MOST_OPEN);
      if (deposits.length === 0) return { exact: [], likely: [], unmatched: [] };
      const keys = [...new Set(deposits.map(({ payer }) => depositorKey(payer)))].filter((key) => key !== '');
      const since = new Date(now.getTime() - LATEST_DAYS * DAY_MS);
      const awaited = await selectAwaitedOrders(pool, MOST_ORDERS);
      const decided = await selectDecidedOrders(pool, keys, since, MOST_ORDERS);
      return proposalsFor(deposits, [...awaited, ...decided]);
    },

    find: (id: number) => selectDeposit(pool, id),
    settled: (): Promise<SettledDeposit[]> => selectSettledDeposits(pool, SHOWN_SETTLED),

    layoutOf: (head: Buffer) => selectLayout(pool, head),
    keepFile: (
      tx: Executor,
      file: Parameters<typeof insertStatementFile>[1],
      by: Parameters<typeof insertStatementFile>[2],
    ) => insertStatementFile(tx, file, by),
    file: (id: string) => selectStatementFile(pool, id),
    dropFile: (tx: Executor, id: string): Promise<boolean> => deleteStatementFile(tx, id),
    saveLayout: (tx: Executor, head: Buffer, layout: Layout, now: Date): Promise<void> =>
      upsertLayout(tx, head, layout, now),

    /** Each once, whichever files it stands in. @returns how many are new */
    takeIn: (tx: Executor, rows: readonly StatementRow[], now: Date): Promise<number> =>
      insertDeposits(tx, rows, fingerprintsOf(rows), now),

    /** The deposit and its order in one transaction: money is never confirmed twice, and no order has two deposits. */
    async match(deposit: Deposit, number: string, matching: Matching, now: Date): Promise<Matched> {
      const order = await orders.find(number);
      if (order?.paymentMethod !== 'bank') return 'changed';
      if (order.total !== deposit.amount) return 'sum';
      try {
        if (!isUnderWay(order.status)) return await markPaid(deposit, number, matching, now);
        await noteUnderWay(deposit, number, matching, now);
        return 'noted';
      } catch (error) {
        if (error instanceof Taken) return 'changed';
        throw error;
      }
    },

    setAside: (tx: Executor, id: number, why: Parameters<typeof setDepositAside>[2]): Promise<boolean> =>
      setDepositAside(tx, id, why),
    reopen: (tx: Executor, id: number): Promise<boolean> => reopenDeposit(tx, id),
  };
}

/** Files that nobody went on with, and names in money that was none of the shop's. */
export async function forgetOldDeposits(pool: Pool, now: Date): Promise<void> {
  await deleteOldStatementFiles(pool, new Date(now.getTime() - KEEP_FILES_DAYS * DAY_MS));
  await forgetDepositsSetAside(pool, new Date(now.getTime() - KEEP_SET_ASIDE_DAYS * DAY_MS));
}
