/** For trying the shop out. As a real one: its own books, its own page, and the truth only to who asks it. */
import { randomBytes } from 'node:crypto';
import type { Pool } from '../../../db/pool';
import { localPath } from '../../../i18n/locale';
import type { Clock } from '../../../process/clock';
import type { PaymentMethod, PaymentRequest, PaymentStart } from '../model';
import { decideTestPayment, insertTestPayment, selectTestPayment } from './queries';

/** As long as a hosted card page usually waits. */
const DEADLINE_MS = 30 * 60 * 1000;

const REFERENCE = /^[0-9a-f]{32}$/;

export function createTestProvider(deps: { readonly pool: Pool; readonly clock: Clock; readonly origin: string }) {
  const { pool, clock, origin } = deps;
  const find = async (reference: string) => (REFERENCE.test(reference) ? selectTestPayment(pool, reference) : null);
  /** @returns the payment as it is now, whoever decided it */
  const decide = async (reference: string, status: 'paid' | 'declined' | 'cancelled') => {
    if (REFERENCE.test(reference)) await decideTestPayment(pool, reference, status);
    return find(reference);
  };

  async function start(payment: PaymentRequest): Promise<PaymentStart> {
    const reference = await insertTestPayment(pool, {
      // Whoever knows it can pay or cancel, so it is as long as a key.
      reference: randomBytes(16).toString('hex'),
      merchantPayment: payment.paymentId,
      merchantOrder: payment.orderNumber,
      amount: payment.amount,
      currency: payment.currency,
      returnUrl: payment.returnUrl,
      locale: payment.locale,
      createdAt: clock.now(),
    });
    return { kind: 'redirect', url: origin + localPath(payment.locale, `/pay/test/${reference}`), reference };
  }

  const method: PaymentMethod = {
    name: 'test',
    isReady: () => true,
    deadline: (now) => new Date(now.getTime() + DEADLINE_MS),
    start,
    fetch: find,
    withdraw: (reference) => decide(reference, 'cancelled'),
  };
  return { find, decide, method };
}
