/** No lock is held while a provider is asked. */
import type { Origins } from '../../../config/origins';
import type { Executor, Pool } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import { localPath } from '../../../i18n/locale';
import type { Clock } from '../../../process/clock';
import type { Logger } from '../../../process/logger';
import type { PaymentStart, ProviderPayment } from '../../payments/model';
import type { Payments } from '../../payments/service';
import type { OrderMails } from '../mails';
import type { Order, Payment, StoredOrder } from '../model';
import { selectOrderById, selectOrderByNumber } from '../queries';
import { selectPayment, selectPaymentOfOrder, updatePaymentReference } from './queries';
import { settle, verdictOf, type Settlement, type Verdict } from './service';

/** Somebody at the desk or the command line, who writes down what came of it in the same transaction. */
export interface Recorder {
  /** null for the command line. */
  readonly staffId: string | null;
  record(tx: Executor, order: Order, settlement: Settlement): Promise<void>;
}

export interface OrderPaymentDeps {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly origins: Origins;
  readonly mails: OrderMails;
  readonly payments: Payments;
}

/** null where the provider knows nothing of it yet. */
export async function askProvider(
  payments: Payments,
  { reference, method }: Payment,
  question: 'fetch' | 'withdraw',
): Promise<ProviderPayment | null> {
  return reference === null ? null : payments.method(method)[question](reference);
}

export function createOrderPayments(deps: OrderPaymentDeps) {
  const { pool, clock, mails, payments } = deps;

  const settleNow = (order: Pick<StoredOrder, 'id'>, verdict: Verdict): Promise<Settlement> =>
    withTransaction(pool, (tx) => settle(tx, mails, order.id, verdict, clock.now()));

  const settleBefore = (recorder: Recorder, order: StoredOrder, verdict: Verdict): Promise<Settlement> =>
    withTransaction(pool, async (tx) => {
      const settlement = await settle(tx, mails, order.id, verdict, clock.now(), recorder.staffId);
      if (settlement !== 'nothing') await recorder.record(tx, order, settlement);
      return settlement;
    });

  return {
    /** Opens the order's payment at its provider, or finds the one opened before. null: there is nothing to pay. */
    async startPayment(order: StoredOrder): Promise<PaymentStart | null> {
      const payment = await selectPaymentOfOrder(pool, order.id);
      if (payment?.status !== 'open' || order.status !== 'pending' || clock.now() >= order.paymentDueAt) return null;
      const started = await payments.method(payment.method).start({
        paymentId: payment.id,
        orderNumber: order.number,
        amount: payment.amount,
        currency: 'KRW',
        locale: order.locale,
        returnUrl: deps.origins.apex + localPath(order.locale, `/checkout/return?payment=${payment.id}`),
      });
      await updatePaymentReference(pool, payment.id, started.reference);
      return started;
    },

    /** The order is settled by what its provider says. null: no such payment. */
    async confirm(paymentId: string): Promise<StoredOrder | null> {
      const payment = await selectPayment(pool, paymentId);
      if (!payment) return null;
      const answer = await askProvider(payments, payment, 'fetch');
      const verdict = answer && verdictOf(answer);
      if (verdict) {
        const settlement = await settleNow({ id: payment.orderId }, verdict);
        deps.logger.info({ payment: payment.id, verdict: verdict.kind, settlement }, 'payment confirmed');
      }
      return selectOrderById(pool, payment.orderId);
    },

    /** One that has been paid a moment before is paid. */
    async cancel(order: StoredOrder, recorder?: Recorder): Promise<Settlement> {
      const payment = await selectPaymentOfOrder(pool, order.id);
      if (payment?.status !== 'open') return 'nothing';
      const answer = await askProvider(payments, payment, 'withdraw');
      const verdict = (answer && verdictOf(answer)) ?? { kind: 'cancelled' };
      if (!recorder) return settleNow(order, verdict);
      const settlement = await settleBefore(recorder, order, verdict);
      // Money of a wrong amount is flagged and pays nothing: the order can be ended all the same.
      const unpaid = settlement === 'amount-mismatch' || (settlement === 'nothing' && verdict.kind === 'paid');
      return unpaid ? settleBefore(recorder, order, { kind: 'cancelled' }) : settlement;
    },

    /** The owner has seen a bank transfer arrive. null: there is no such order. */
    async markPaid(
      number: string,
      recorder?: Recorder,
    ): Promise<{ readonly order: Order; readonly settlement: Settlement } | null> {
      const order = await selectOrderByNumber(pool, number);
      const payment = order && (await selectPaymentOfOrder(pool, order.id));
      if (!order || !payment) return null;
      if (payment.method !== 'bank') throw new Error(`${number} is not paid by bank transfer: its provider settles it`);
      const verdict: Verdict = { kind: 'paid', amount: payment.amount, currency: payment.currency };
      const settlement = await (recorder ? settleBefore(recorder, order, verdict) : settleNow(order, verdict));
      return { order: (await selectOrderByNumber(pool, number)) ?? order, settlement };
    },
  };
}
