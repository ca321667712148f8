import { foundOrThrow } from '../../process/errors';
import { type Handled, noteOnOrder, orderKey, renewLinks } from '../../store/orders';
import type { StoredOrder } from '../../store/orders/model';
import type { Changes, Doing } from '../audit/model';
import type { DeskServices } from '../services';
import { placedPageOf, type Place } from '../web/list-address';
import { createAct } from './acting';
import { readFilter, soughtOf } from './address';
import { PAGE_SIZE, type Counts, type OrderFilter, type OrderRow, type OrderSurroundings } from './model';
import { createMoneyActs } from './money/service';
import { selectSurroundings } from './page/queries';
import { createParcelActs } from './parcels/service';
import { selectCounts, selectFirstToShip, selectQueue } from './queries';
import { createQuestionActs } from './questions/service';

export interface QueuePage {
  readonly rows: readonly OrderRow[];
  readonly counts: Counts;
  readonly next: Place | null;
}

export type OrderDesk = ReturnType<typeof createOrderDesk>;

export function createOrderDesk({
  context: { pool, keys },
  orders,
  mails,
  outbox,
  payments,
  ownerNotices,
}: Pick<DeskServices, 'orders' | 'mails' | 'outbox' | 'payments' | 'ownerNotices'> & {
  readonly context: Pick<DeskServices['context'], 'pool' | 'keys'>;
}) {
  const act = createAct(pool);

  async function rowsOf(filter: OrderFilter, most: number): Promise<OrderRow[]> {
    const sought = soughtOf(filter.search);
    return filter.search !== '' && sought === null ? [] : selectQueue(pool, filter, sought, most);
  }

  return {
    async queue(filter: OrderFilter): Promise<QueuePage> {
      const [found, counts] = await Promise.all([rowsOf(filter, PAGE_SIZE + 1), selectCounts(pool)]);
      return { ...placedPageOf(found, PAGE_SIZE), counts };
    },

    /** Anywhere, the newest first. */
    search: (words: string, most: number): Promise<OrderRow[]> => rowsOf(readFilter({ q: words }), most),

    async open(number: string): Promise<{ order: StoredOrder; around: OrderSurroundings } | null> {
      const order = await orders.find(number);
      return order && { order, around: await selectSurroundings(pool, order.id) };
    },

    /** As its tab begins. */
    firstToShip: (most: number): Promise<string[]> => selectFirstToShip(pool, most),

    several: (numbers: readonly string[]): Promise<StoredOrder[]> => orders.findAll(numbers),

    ...createMoneyActs({ act, orders, mails, payments, ownerNotices }),
    ...createParcelActs(act, mails),
    ...createQuestionActs(pool, act, mails),

    counts: (): Promise<Counts> => selectCounts(pool),

    note: (number: string, text: string, doing: Doing): Promise<Handled> =>
      act(number, doing, async (tx, order, hand) => {
        await noteOnOrder(tx, order, text, hand);
        return { result: 'done', entry: { action: 'order.note' } };
      }),

    renewLinks: (number: string, doing: Doing): Promise<'done'> =>
      act(number, doing, async (tx, order, hand) => {
        await renewLinks(tx, order, hand);
        return { result: 'done', entry: { action: 'order.renew-links' } };
      }),

    /** `now`: it was waiting for its turn and is tried at once. @throws AppError not-found for another order's mail */
    resend: (number: string, mailId: number, doing: Doing): Promise<'again' | 'now'> =>
      act(number, doing, async (tx, order) => {
        const secret = orderKey(keys, order, doing.now);
        const sent = foundOrThrow(await outbox.sendAgain(tx, { id: mailId, orderId: order.id, secret }));
        const changes: Changes = { mail: [null, sent.kind] };
        return { result: sent.was === 'queued' ? 'now' : 'again', entry: { action: 'order.resend-mail', changes } };
      }),
  };
}
