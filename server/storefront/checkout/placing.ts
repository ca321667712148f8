import type { Cart } from '../../store/cart/model';
import { isClosed } from '../../store/orders';
import type { StoredOrder } from '../../store/orders/model';
import { withinLimits } from '../../web/form-page';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { checkForm, readHidden } from './forms';
import type { CheckoutState } from './presenter';
import type { Shopper } from './state';

export type Placing =
  { readonly kind: 'order' | 'closed-order'; readonly order: StoredOrder } | { readonly kind: 'empty' } | Again;

export interface Again {
  readonly kind: 'again';
  readonly status: number;
  readonly cart: Cart;
  readonly more: Partial<CheckoutState>;
  readonly waitSeconds?: number;
}

type Services = Pick<StorefrontServices, 'accounts' | 'cart' | 'limiter' | 'orders' | 'payments' | 'settings'>;

export function createPlacing({ accounts, cart, limiter, orders, payments, settings }: Services) {
  const again = (content: Cart, status: number, more: Partial<CheckoutState> = {}): Again => ({
    kind: 'again',
    status,
    cart: content,
    more,
  });

  /** The order that this form made before. A closed one is over: what is in the cart now may be ordered anew. */
  async function placedBefore(order: StoredOrder, { visitor, locale }: Shopper): Promise<Placing> {
    if (!isClosed(order.status)) return { kind: 'order', order };
    const content = await cart.read(visitor);
    if (content.lines.length === 0) return { kind: 'closed-order', order };
    return again(content, 409, { notice: translateTo(locale)('checkout:notices.closed') });
  }

  return async (shopper: Shopper, body: unknown): Promise<Placing> => {
    const { visitor, source, locale } = shopper;
    const text = translateTo(locale);
    const { expected, attempt } = readHidden(body);
    // In this order: a twin of this request that empties the cart has placed its order by then.
    const content = await cart.read(visitor);
    const placed = attempt && (await orders.findPlaced(visitor, attempt));
    if (placed) return placedBefore(placed, shopper);
    if (content.lines.length === 0) return { kind: 'empty' };
    const form = checkForm(body, payments.offered(await settings.current()));
    if (!form.ok) return again(content, 422, { errors: form.errors });
    const attempts = [
      { limit: 'orderSession', of: source.sessionId },
      { limit: 'orderAddress', of: source.address },
    ] as const;
    const placing = await withinLimits(limiter, attempts, () =>
      orders.place({ visitor, source, attempt, expected, locale, ...form.value }),
    );
    if ('waitSeconds' in placing) {
      const { waitSeconds } = placing;
      const notice = text('checkout:notices.wait', { minutes: Math.ceil(waitSeconds / 60) });
      return { ...again(content, 429, { notice }), waitSeconds };
    }
    const placement = placing.done;
    // Asking who is blocked costs what an order costs.
    if (placement.kind !== 'placed' && placement.kind !== 'blocked') await limiter.giveBack(attempts);
    switch (placement.kind) {
      case 'placed':
        return { kind: 'order', order: placement.order };
      case 'already-placed':
        return placedBefore(placement.order, shopper);
      case 'changed':
        return again(await cart.read(visitor), 409);
      case 'empty':
        return { kind: 'empty' };
      case 'refused':
        return again(content, 409, { refused: { method: form.value.paymentMethod, refusal: placement.refusal } });
      case 'blocked':
        await accounts.tellBlocked({ email: form.value.email, accountId: visitor.accountId, locale });
        return again(content, 403, { notice: text('checkout:notices.refused') });
    }
  };
}
