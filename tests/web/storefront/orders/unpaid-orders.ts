/** Orders that wait for their money, of buyers who have gone elsewhere, and what their mailboxes got. */
import { orderKey } from '../../../../server/store/orders';
import type { TestShop } from '../../../setup/shop';
import { buyerWith, pathOf, type Visitor } from '../../../setup/visitor';

export interface Left {
  readonly buyer: Visitor;
  readonly number: string;
  readonly email: string;
  /** Where the checkout sent her: the card page, or the order's own. */
  readonly path: string;
}

export type Method = 'test' | 'bank';

export function unpaidOrdersOf(shop: TestShop) {
  let buyers = 0;
  const nextEmail = (): string => `buyer${++buyers}@example.com`;

  async function leave(buyer: Visitor, method: Method): Promise<Left> {
    const email = nextEmail();
    const path = pathOf(await buyer.checkOut({ payment_method: method, email }));
    const number = await shop.database.value<string>`select number from orders where email = ${email}`;
    return { buyer, number, email, path };
  }

  return {
    /** At the card page, or with the bank's account before her. */
    left: async (
      variant: number | undefined,
      { quantity = 1, method = 'test' }: { quantity?: number; method?: Method } = {},
    ): Promise<Left> => leave(await buyerWith(shop, variant, quantity), method),
    leftBy: leave,
    member: async (): Promise<Visitor> => {
      const visitor = shop.visitor();
      await visitor.register({ email: nextEmail() }).expect(303);
      return visitor;
    },
    /** As the link in a mail has it. */
    linkTo: (number: string, step = ''): string =>
      `/orders/${number}${step}?key=${encodeURIComponent(orderKey(shop.context.keys, { number, linkNonce: null }, shop.clock.now()))}`,
    lettersTo: (email: string): Promise<string[]> =>
      shop.database.column<string>`select kind from outbox where recipient = ${email} order by id`,
    statusOf: async (number: string): Promise<string | undefined> =>
      (await shop.shop.services.orders.find(number))?.status,
  };
}
