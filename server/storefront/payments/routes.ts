/** Stands in for another party's hosted page: it knows no session and nothing of the order. */
import { Router, type Request, type Response } from 'express';
import { formatWon } from '../../money/money';
import { AppError } from '../../process/errors';
import { answerToCard, type TestPayment } from '../../store/payments';
import { localeOf, renderPage } from '../../web/page';
import { fieldsOf } from '../cart';
import type { StorefrontServices } from '../services';
import { TEXTS, type TestProviderTexts } from './texts';

declare module '../../web/page' {
  interface Views {
    'payments/test': { readonly payment: PaymentView };
  }
}

interface PaymentView {
  readonly words: TestProviderTexts;
  readonly shop: string;
  readonly order: string;
  readonly amount: string;
  /** Why there is nothing to decide any more. */
  readonly over: string | null;
  readonly returnUrl: string;
  readonly card: string;
  readonly wrong: string | null;
}

export function createPaymentRoutes({ context, payments }: StorefrontServices): Router {
  const router = Router();
  const provider = payments.testProvider;
  if (!provider) return router;

  async function show(response: Response, payment: TestPayment, card?: string): Promise<void> {
    const words = TEXTS[localeOf(response)];
    const wrong = card === undefined ? null : words.wrongCard;
    if (wrong) response.status(422);
    await renderPage(response, 'payments/test', {
      payment: {
        words,
        shop: context.config.hosts.apex,
        order: payment.merchantOrder,
        amount: formatWon(payment.amount),
        over: payment.status === 'open' ? null : words.over[payment.status],
        returnUrl: payment.returnUrl,
        card: card ?? '',
        wrong,
      },
    });
  }

  async function find(request: Request): Promise<TestPayment> {
    const { reference } = request.params;
    const payment = typeof reference === 'string' ? await provider?.find(reference) : null;
    if (!payment) throw new AppError('not-found');
    return payment;
  }

  router.get('/pay/test/:reference', async (request, response) => {
    await show(response, await find(request));
  });

  router.post('/pay/test/:reference', async (request, response) => {
    const payment = await find(request);
    const { action, card_number: typed } = fieldsOf(request.body);
    if (action === 'cancel') {
      await provider.decide(payment.reference, 'cancelled');
      return response.redirect(303, payment.returnUrl);
    }
    const card = typeof typed === 'string' ? typed : '';
    const answer = answerToCard(card);
    if (answer === 'unknown-card') return show(response, payment, card.slice(0, 40));
    await provider.decide(payment.reference, answer);
    response.redirect(303, payment.returnUrl);
  });

  return router;
}
