/** Providers are asked here, while no lock is held, and what they say is finished. */
import { withTransaction } from '../../../db/transaction';
import { CLAIM_MS, isLive, type Outcome, type Snapshot, stepOf } from '../../payments';
import type { Payment } from '../model';
import { lockOrder, selectOrderById } from '../queries';
import { type AskingDeps, attemptOf, heard } from './attempt';
import { endOrder } from './ending';
import { finish, type Finished, type News, NOTHING } from './finish';
import { lockPayment, movePayment, noteNextAsk, queueAsk, selectPayment } from './queries';

export type Asking = ReturnType<typeof createAsking>;

export function createAsking(deps: AskingDeps) {
  const { pool, clock, logger, mails, payments } = deps;
  const providerOf = (payment: Payment) => payments.method(payment.method).provider;

  async function settle(payment: Payment, news: News): Promise<Finished> {
    const finished = await withTransaction(pool, (tx) =>
      finish(tx, mails, payment.id, news, { now: clock.now(), staffId: null }),
    );
    const { event, step, settlement } = finished;
    const code = 'code' in news ? news.code : null;
    const line = { payment: payment.id, event, step, settlement, code };
    if (step === '!' || step === 'a!') logger.error(line, 'a payment says what nothing explains');
    else logger.info(line, 'payment heard of');
    return finished;
  }

  /** Takes the money that the buyer has agreed to; again by the same key, so that nothing is taken twice. */
  async function complete(payment: Payment, reference: string): Promise<Finished> {
    const outcome = await heard(() => providerOf(payment).complete(attemptOf(payment), reference));
    return settle(payment, newsOfCompletion(outcome));
  }

  async function ask(payment: Payment): Promise<Finished> {
    const outcome = await heard(() => providerOf(payment).ask(attemptOf(payment)));
    const finished = await settle(payment, newsOfAsking(outcome));
    const reference = (outcome.kind === 'done' ? outcome.value?.reference : null) ?? payment.reference;
    // Once, so that nobody asks in a circle.
    if (finished.next === 'complete' && reference !== null) return complete(payment, reference);
    if (finished.next === 'abandon') await heard(() => providerOf(payment).abandon(attemptOf(payment)));
    return finished;
  }

  /** Its order has been paid by another one, or is closed. */
  async function endIfUseless(paymentId: string): Promise<void> {
    const payment = await selectPayment(pool, paymentId);
    const order = payment && isLive(payment.state) && (await selectOrderById(pool, payment.orderId));
    if (!order || order.status === 'pending') return;
    await endOrder(deps, payment, { why: 'cancel', staffId: null, isByShop: false, waiting: 'wait' });
  }

  return {
    ask,

    /** The buyer is back and has agreed: of those who tell us of it at once, one takes the money. */
    async take(payment: Payment, reference: string): Promise<Finished> {
      const claimed = await withTransaction(pool, async (tx) => {
        const order = await lockOrder(tx, payment.orderId, 'wait');
        const held = order?.status === 'pending' && (await lockPayment(tx, payment.id));
        if (!held || stepOf('returned', held.state) !== '>CF') return false;
        const now = clock.now();
        const at = new Date(now.getTime() + CLAIM_MS);
        await movePayment(tx, held.id, { state: 'confirming', now });
        await noteNextAsk(tx, held.id, { at, trouble: null, asked: false });
        await queueAsk(tx, held.id, at);
        return true;
      });
      // The browser's word for it is only kept when the provider has said the same.
      return claimed ? complete(payment, reference) : NOTHING;
    },

    /** Where its time to be asked has come; also of one that somebody has begun to take and was never heard of again. */
    async look(paymentId: string): Promise<void> {
      const payment = await selectPayment(pool, paymentId);
      if (!payment || payment.askAt === null || payment.askAt > clock.now()) return;
      if (!payments.method(payment.method).isAsked) {
        return noteNextAsk(pool, paymentId, { at: null, trouble: null, asked: false });
      }
      if (payment.state === 'confirming') await settle(payment, { kind: 'claim-lost' });
      await ask(payment);
      await endIfUseless(paymentId);
    },
  };
}

function newsOfAsking(outcome: Outcome<Snapshot | null>): News {
  if (outcome.kind !== 'done') return { kind: 'ask-failed', code: outcome.code };
  return outcome.value ? { kind: 'snapshot', snapshot: outcome.value } : { kind: 'not-found', code: 'NOT_FOUND' };
}

/** A provider that says after it was told to take the money that it hasn't is not believed: it is asked again. */
function newsOfCompletion(outcome: Outcome<Snapshot>): News {
  if (outcome.kind !== 'done') {
    return { kind: outcome.kind === 'refused' ? 'refused' : 'unanswered', code: outcome.code };
  }
  const { state } = outcome.value;
  if (state === 'open' || state === 'processing') return { kind: 'unanswered', code: state };
  return { kind: 'snapshot', snapshot: outcome.value };
}
