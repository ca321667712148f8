/** Who may look into an order, and what each of its pages needs of it. */
import { AppError } from '../../process/errors';
import { isOrderKeyValid } from '../../store/orders';
import type { StoredOrder } from '../../store/orders/model';
import { formTokenOf } from '../../web/csrf';
import { type Exchange, localeOf } from '../../web/page';
import { fieldsOf } from '../cart';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { pathWithKey } from '../web/order-links';
import { countNewGuest } from '../web/visitor';
import { orderView } from './presenter';

type Request = Exchange['request'];
type Response = Exchange['response'];

export interface OpenedOrder {
  readonly order: StoredOrder;
  /** The link's key, if it was what opened it: forms and redirects hand it on. */
  readonly key: string | null;
}

export function createOpening({ context, limiter, orders, settings }: StorefrontServices) {
  const { keys, clock } = context;

  /** Somebody else's order, a wrong key and a number that doesn't exist look the same. */
  async function open(request: Request): Promise<OpenedOrder> {
    const number = request.params['number'];
    const order = typeof number === 'string' ? await orders.find(number) : null;
    if (!order || order.erasedAt) throw new AppError('not-found');
    const { accountId } = request.session;
    if (accountId && accountId === order.accountId) return { order, key: null };
    // Forms that were open before it stood in their address have it among their fields.
    const key = request.query['key'] ?? fieldsOf(request.body)['key'];
    if (typeof key === 'string' && isOrderKeyValid(keys, order, key, clock.now())) return { order, key };
    throw new AppError('not-found');
  }

  function back(response: Response, { order, key }: OpenedOrder): void {
    response.redirect(303, pathWithKey(order.number, key, localeOf(response)));
  }

  async function viewOf(order: StoredOrder, response: Response) {
    // Of orders of before it is not known.
    const bank = order.transferTo ?? (await settings.current()).bank;
    const locale = localeOf(response);
    return orderView(order, bank, { locale, text: translateTo(locale), now: clock.now() });
  }

  async function tokenOf(request: Request): Promise<string> {
    const waitSeconds = await countNewGuest(limiter, request);
    if (waitSeconds !== null) throw new AppError('too-many-requests', { retryAfterSeconds: waitSeconds });
    return formTokenOf(request);
  }

  return { open, back, viewOf, tokenOf };
}
