/** What buyers, the desk and webhooks do about the money of an order. No lock is held while a provider is asked. */
import { timingSafeEqual } from 'node:crypto';
import type { PaymentMethodName } from '../../../config/env';
import type { Origins } from '../../../config/origins';
import type { Executor } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import { localPath } from '../../../i18n/locale';
import { type ReturnClaim, type Snapshot, type Started, stepOf, type WebhookHint } from '../../payments';
import { translateTo } from '../../texts';
import type { Order, Payment, StoredOrder } from '../model';
import { lockOrder, selectOrderById, selectOrderByNumber } from '../queries';
import { createAsking } from './asking';
import { type AskingDeps, attemptOf, heard } from './attempt';
import type { Settlement } from './effects';
import { type Ending, endOrder } from './ending';
import { finish, hashOf } from './finish';
import {
  askSooner,
  insertPayment,
  lockPayment,
  movePayment,
  notePaymentFacts,
  queueAsk,
  selectPayment,
  selectPaymentByReference,
  selectPaymentOfOrder,
  selectSecretHash,
} from './queries';

export type { Settlement } from './effects';

/** Somebody at the desk or the command line, who writes down what came of it in the same transaction. */
export interface Recorder {
  /** null for the command line. */
  readonly staffId: string | null;
  record(tx: Executor, order: Order, settlement: Settlement): Promise<void>;
}

export interface OrderPaymentDeps extends AskingDeps {
  readonly origins: Origins;
}

/** However many hints come, one payment is asked about no more often than that. */
const HINTED_MS = 2_000;

export function createOrderPayments(deps: OrderPaymentDeps) {
  const { pool, clock, logger, mails, payments } = deps;
  const asking = createAsking(deps);

  async function cancel(order: StoredOrder, recorder?: Recorder): Promise<Settlement> {
    const payment = await selectPaymentOfOrder(pool, order.id);
    if (!payment || order.status !== 'pending') return 'nothing';
    const ending: Ending = { why: 'cancel', staffId: null, isByShop: false, waiting: 'wait' };
    if (!recorder) return endOrder(deps, payment, ending);
    const { staffId } = recorder;
    const record = (tx: Executor, settlement: Settlement) => recorder.record(tx, order, settlement);
    return endOrder(deps, payment, { ...ending, staffId, isByShop: true, record });
  }

  return {
    startPayment: (order: StoredOrder) => startPayment(deps, order),

    /** Of which order a browser comes back, and the token that it must have brought if it isn't the buyer's own. */
    async findReturned(paymentId: string) {
      const payment = await selectPayment(pool, paymentId);
      const order = payment && (await selectOrderById(pool, payment.orderId));
      return order ? { paymentId, order, token: payment.returnToken } : null;
    },

    /** A browser is back, and its word counts for nothing. The order as it is then; null: no such payment. */
    async confirm(paymentId: string, query: Readonly<Record<string, unknown>> = {}): Promise<StoredOrder | null> {
      const payment = await selectPayment(pool, paymentId);
      if (!payment) return null;
      const { provider, isAsked } = payments.method(payment.method);
      if (isAsked) {
        const claim = provider.readReturn(query);
        const event = eventOfReturn(claim, payment);
        const step = stepOf(event, payment.state);
        if (step === '>CF' && claim?.reference) await asking.take(payment, claim.reference);
        else if (step === '!')
          logger.error({ payment: payment.id }, 'a browser came back with what is not its payment');
        else if (step !== '=') await asking.ask(payment);
      }
      return selectOrderById(pool, payment.orderId);
    },

    /** A reason to ask, from whoever sends webhooks. False: of no payment of ours, or without the secret it needs. */
    async hear(method: PaymentMethodName, hint: WebhookHint): Promise<boolean> {
      const payment = await paymentOfHint(deps, method, hint);
      if (!payment || payment.method !== method || !(await isTrusted(deps, payment, hint))) {
        logger.info({ webhook: hint.id, method }, 'a webhook that is of no payment');
        return false;
      }
      const at = new Date(clock.now().getTime() + HINTED_MS);
      if (await askSooner(pool, payment.id, at)) await queueAsk(pool, payment.id, at);
      return true;
    },

    cancel,

    /** The owner has seen a bank transfer arrive. null: there is no such order. */
    async markPaid(
      number: string,
      recorder?: Recorder,
    ): Promise<{ readonly order: Order; readonly settlement: Settlement } | null> {
      const order = await selectOrderByNumber(pool, number);
      const payment = order && (await selectPaymentOfOrder(pool, order.id));
      if (!order || !payment) return null;
      if (payments.method(payment.method).isAsked) {
        throw new Error(`${number} is not paid by bank transfer: its provider settles it`);
      }
      const settlement = await withTransaction(pool, async (tx) => {
        const hand = { now: clock.now(), staffId: recorder?.staffId ?? null };
        const news = { kind: 'snapshot', snapshot: seen(payment, order, hand.now) } as const;
        const { settlement: came } = await finish(tx, mails, payment.id, news, hand);
        if (came !== 'nothing') await recorder?.record(tx, order, came);
        return came;
      });
      return { order: (await selectOrderByNumber(pool, number)) ?? order, settlement };
    },
  };
}

/** What a person has seen in the bank's own list. */
const seen = (payment: Payment, order: Order, now: Date): Snapshot => ({
  attemptId: payment.id,
  reference: order.number,
  state: 'paid',
  total: payment.amount,
  currency: payment.currency,
  balance: payment.amount,
  cancels: [],
  means: null,
  receiptUrl: null,
  account: null,
  secret: null,
  paidAt: now,
});

function eventOfReturn(claim: ReturnClaim | null, payment: Payment) {
  if (!claim) return 'hint';
  if (claim.failure !== null) return 'returned-failed';
  const isAmiss =
    (claim.amount !== null && claim.amount !== payment.amount) ||
    (claim.reference !== null && payment.reference !== null && claim.reference !== payment.reference);
  return isAmiss ? 'returned-amiss' : 'returned';
}

async function paymentOfHint(
  { pool }: OrderPaymentDeps,
  method: PaymentMethodName,
  { attemptId, reference }: WebhookHint,
): Promise<Payment | null> {
  if (attemptId !== null) return UUID.test(attemptId) ? selectPayment(pool, attemptId) : null;
  return reference === null ? null : selectPaymentByReference(pool, method, reference);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function isTrusted({ pool }: OrderPaymentDeps, payment: Payment, { trust }: WebhookHint): Promise<boolean> {
  if (trust.kind === 'none') return true;
  const known = await selectSecretHash(pool, payment.id);
  return known !== null && timingSafeEqual(known, hashOf(trust.secret));
}

/** Opens the order's payment at its provider, or finds the one opened before. null: there is nothing to pay, or not now. */
async function startPayment(deps: OrderPaymentDeps, order: StoredOrder): Promise<Started | null> {
  const { clock, logger, payments } = deps;
  if (order.status !== 'pending' || clock.now() >= order.paymentDueAt) return null;
  const payment = await paymentToStart(deps, order);
  if (!payment) return null;
  const { recipient: name, phone } = order.address;
  const back = `/checkout/return?payment=${payment.id}&token=${payment.returnToken}`;
  const outcome = await heard(() =>
    payments.method(payment.method).provider.start({
      ...attemptOf(payment),
      orderNumber: order.number,
      orderName: orderNameOf(order),
      buyer: { name, email: order.email, phone },
      locale: order.locale,
      dueAt: order.paymentDueAt,
      returnUrl: deps.origins.apex + localPath(order.locale, back),
    }),
  );
  if (outcome.kind !== 'done') {
    // The order stands, and its page has a button that tries again.
    logger.error({ payment: payment.id, code: outcome.code }, 'a payment could not be started');
    return null;
  }
  return (await noteStart(deps, payment, outcome.value)) ? outcome.value : null;
}

/** The newest, or one anew where that can't bring money any more. */
async function paymentToStart({ pool, clock }: OrderPaymentDeps, order: StoredOrder): Promise<Payment | null> {
  const newest = await selectPaymentOfOrder(pool, order.id);
  if (!newest) return null;
  const step = stepOf('start', newest.state);
  if (step === '>ST' || step === 'url') return newest;
  if (step !== 'n') return null;
  return withTransaction(pool, async (tx) => {
    const held = await lockOrder(tx, order.id, 'wait');
    const last = await selectPaymentOfOrder(tx, order.id);
    if (held?.status !== 'pending' || !last || last.id !== newest.id) return last;
    const { method, amount, currency } = last;
    await insertPayment(tx, { orderId: order.id, method, amount, currency, now: clock.now() });
    return selectPaymentOfOrder(tx, order.id);
  });
}

/** @returns false when it can't bring money any more: the order was closed, or paid, while its provider was asked */
async function noteStart({ pool, clock }: OrderPaymentDeps, payment: Payment, started: Started): Promise<boolean> {
  return withTransaction(pool, async (tx) => {
    const order = await lockOrder(tx, payment.orderId, 'wait');
    const held = order && (await lockPayment(tx, payment.id));
    if (!held || order.status !== 'pending') return false;
    const step = stepOf('start', held.state);
    if (step === '>ST') {
      await movePayment(tx, held.id, {
        state: started.kind === 'instructions' ? 'waiting' : 'started',
        now: clock.now(),
      });
    } else if (step !== 'url') {
      return false;
    }
    const reference = started.kind === 'page' ? null : started.reference;
    const deposit = started.kind === 'instructions' ? started.account : null;
    await notePaymentFacts(tx, held.id, { reference, deposit, means: null, receiptUrl: null, secretHash: null });
    return true;
  });
}

function orderNameOf({ lines, locale }: Order): string {
  const [first] = lines;
  const name = first ? (locale === 'ko' ? first.nameKo : first.nameEn) : '';
  const others = lines.length - 1;
  return others > 0 ? translateTo(locale)('orderWords:andMore', { name, others }) : name;
}
