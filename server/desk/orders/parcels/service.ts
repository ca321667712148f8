import type { Executor } from '../../../db/pool';
import {
  deliverOrder,
  type Hand,
  type Handled,
  type OrderMails,
  type Parcel,
  shipOrder,
  undeliverOrder,
  unshipOrder,
} from '../../../store/orders';
import type { OrderStatus, StoredOrder } from '../../../store/orders/model';
import type { Doing } from '../../audit/model';
import { type Act, became } from '../acting';

interface Way {
  readonly take: (tx: Executor, order: StoredOrder, hand: Hand) => Promise<Handled>;
  readonly to: OrderStatus;
}

const STEPS = {
  unship: { take: unshipOrder, to: 'paid' },
  deliver: { take: deliverOrder, to: 'delivered' },
  undeliver: { take: undeliverOrder, to: 'shipped' },
} as const satisfies Record<string, Way>;

export type Step = keyof typeof STEPS;

export const STEP_NAMES = Object.keys(STEPS) as readonly Step[];

export function createParcelActs(act: Act, mails: Pick<OrderMails, 'orderShipped'>) {
  const ship = (number: string, seen: OrderStatus, parcel: Parcel, doing: Doing): Promise<Handled> =>
    act(number, doing, async (tx, order, hand) => {
      if (order.status !== seen || (await shipOrder(tx, mails, order, parcel, hand)) === 'changed') return 'changed';
      const changes = { ...became(order.status, 'shipped'), carrier: [order.carrier, parcel.carrier] as const };
      return { result: 'done', entry: { action: 'order.ship', changes } };
    });

  return {
    ship,

    /** Each for itself: one that was changed meanwhile keeps none of the others. @returns those that were not sent */
    async shipSeveral(
      parcels: readonly { readonly number: string; readonly parcel: Parcel }[],
      doing: Doing,
    ): Promise<readonly string[]> {
      const left: string[] = [];
      for (const { number, parcel } of parcels) {
        if ((await ship(number, 'paid', parcel, doing)) === 'changed') left.push(number);
      }
      return left;
    },

    step: (number: string, step: Step, seen: OrderStatus, doing: Doing): Promise<Handled> =>
      act(number, doing, async (tx, order, hand) => {
        const { take, to } = STEPS[step];
        if (order.status !== seen || (await take(tx, order, hand)) === 'changed') return 'changed';
        return { result: 'done', entry: { action: `order.${step}`, changes: became(order.status, to) } };
      }),
  };
}
