/** What a buyer asks about her order, on a page of its own: the order's page needs no session. */
import { Router } from 'express';
import { AppError } from '../../../process/errors';
import { requireFormToken } from '../../../web/csrf';
import { withinLimits, type FormView, type Refusal } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { localeOf, type Exchange } from '../../../web/page';
import { addressOf } from '../../../web/rate-limit';
import type { StorefrontServices } from '../../services';
import { pathWithKey } from '../../web/order-links';
import { checkQuestion, FORMS, showForm, type OrderFault } from '../forms';
import { createOpening, type OpenedOrder } from '../opening';
import type { orderView } from '../presenter';

declare module '../../../web/page' {
  interface Views {
    'orders/question': {
      readonly form: FormView;
      readonly order: ReturnType<typeof orderView>;
      readonly token: string;
      readonly key: string | null;
      readonly back: string;
    };
  }
}

export function createQuestionRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { limiter, orders } = services;
  const { open, viewOf, tokenOf } = createOpening(services);

  async function show(
    { request, response }: Exchange,
    { order, key }: OpenedOrder,
    question = '',
    refusal?: Refusal<OrderFault>,
  ): Promise<void> {
    const back = pathWithKey(order.number, key, localeOf(response));
    const page = { order: await viewOf(order, response), token: await tokenOf(request), key, back };
    await showForm({ response }, { view: 'orders/question', ...page }, { question }, refusal);
  }

  router.get('/orders/:number/question', async (request, response) => {
    await show({ request, response }, await open(request));
  });

  router.post('/orders/:number/question', requireFormToken, async (request, response) => {
    const exchange = { request, response };
    const opened = await open(request);
    const { question, show: isShown } = readForm(FORMS.question, request.body);
    if (isShown) return show(exchange, opened, question);
    const checked = checkQuestion(question);
    if ('errors' in checked) return show(exchange, opened, question, checked);
    const { order, key } = opened;
    const attempts = [
      { limit: 'questionAddress', of: addressOf(request) },
      { limit: 'questionOrder', of: order.id },
    ] as const;
    const outcome = await withinLimits(limiter, attempts, () => orders.ask(order.id, checked.value));
    if ('waitSeconds' in outcome) return show(exchange, opened, question, outcome);
    if (outcome.done === 'gone') throw new AppError('not-found');
    if (outcome.done === 'full') return show(exchange, opened, question, { problem: 'full' });
    response.redirect(303, `${pathWithKey(order.number, key, localeOf(response))}#questions`);
  });

  return router;
}
