/**
 * The cart's form whose session is over, or became somebody's in another tab. A cart that is there stays as it is, and one
 * that was lost is made anew; the page shows the quantities that were chosen, and a click there does what this one was to do.
 */
import { type Exchange, redirectTo } from '../../web/page';
import type { StorefrontServices } from '../services';
import { visitorOf } from '../web/visitor';
import { chosenText, fieldsOf, readCart } from './forms';
import { rebuildCart } from './rebuilt';

export function createUnsent(services: StorefrontServices) {
  return async (exchange: Exchange): Promise<void> => {
    const { request, response } = exchange;
    const form = readCart(request.body);
    const goods = form.ok ? form.goods : [];
    const asChosen = `/cart?notice=elsewhere&chosen=${chosenText(goods)}`;
    const { accountId, cartId } = visitorOf(request);
    if (accountId !== null || cartId !== null) return redirectTo(response, asChosen);
    if (fieldsOf(request.body)['of'] === 'member') {
      return redirectTo(response, `/account/login?next=${encodeURIComponent(asChosen)}&notice=ended`);
    }
    await rebuildCart(services, exchange, goods);
    redirectTo(response, '/cart?notice=ended');
  };
}
