/**
 * Where a parcel is, for whoever can name the order and the telephone number on it. It changes nothing and shows nobody's
 * name, address or number. A wrong pair and a number that doesn't exist are one answer, after the same work.
 */
import { Router } from 'express';
import { withinLimits, type FormView } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { localeOf, renderPage } from '../../../web/page';
import { addressOf } from '../../../web/rate-limit';
import type { StorefrontServices } from '../../services';
import { translateTo } from '../../texts';
import { checkLookup, FORMS, showForm } from '../forms';
import { foundView } from '../presenter';

declare module '../../../web/page' {
  interface Views {
    'orders/lookup': { readonly form: FormView };
    'orders/found': { readonly order: ReturnType<typeof foundView> };
  }
}

export function createLookupRoutes({ limiter, orders }: StorefrontServices): Router {
  const router = Router();

  router.get('/orders/lookup', async ({ query: { number } }, response) => {
    await showForm({ response }, { view: 'orders/lookup' }, typeof number === 'string' ? { number } : {});
  });

  router.post('/orders/lookup', async (request, response) => {
    const { show, ...typed } = readForm(FORMS.lookup, request.body);
    const page = { view: 'orders/lookup' } as const;
    if (show) return showForm({ response }, page, typed);
    const checked = checkLookup(typed);
    if ('errors' in checked) return showForm({ response }, page, typed, checked);
    const { number, phone } = checked.value;
    const attempts = [
      { limit: 'lookupAddress', of: addressOf(request) },
      { limit: 'lookupOrder', of: number },
    ] as const;
    const outcome = await withinLimits(limiter, attempts, () => orders.lookUp(number, phone));
    if ('waitSeconds' in outcome) return showForm({ response }, page, typed, outcome);
    if (!outcome.done) return showForm({ response }, page, typed, { problem: 'notFound' });
    await limiter.giveBack(attempts);
    const locale = localeOf(response);
    await renderPage(response, 'orders/found', {
      order: foundView(outcome.done, { locale, text: translateTo(locale) }),
    });
  });

  return router;
}
