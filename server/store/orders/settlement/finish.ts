/**
 * The one step that everything heard about a payment goes through: a browser's return, a webhook, the reconciler, the
 * end of an order's time, the desk. It is the same however often and in whichever order it is taken.
 */
import { createHash } from 'node:crypto';
import type { Executor } from '../../../db/pool';
import {
  HOUR_MS,
  MARGIN_MS,
  moveOf,
  nextAskAt,
  type PaymentEvent,
  type PaymentState,
  type Snapshot,
  type Step,
  stepOf,
} from '../../payments';
import type { Hand } from '../handling/service';
import type { OrderMails } from '../mails';
import type { ClosedStatus, Payment } from '../model';
import { lockOrder } from '../queries';
import { noteCancels } from '../refunds/booking';
import { close, type Held, hold, type Money, pay, reverse, type Settlement } from './effects';
import { lockPayment, movePayment, noteNextAsk, notePaymentFacts, queueAsk, selectPayment } from './queries';

/** What was heard. `code` is for the log. */
export type News =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'not-found' | 'ask-failed' | 'unanswered' | 'refused'; readonly code: string }
  | { readonly kind: 'claim-lost' }
  /** @see Step `x` */
  | { readonly kind: 'due' | 'cancel'; readonly isAbandoned: boolean; readonly isByShop: boolean };

export interface Finished {
  readonly settlement: Settlement;
  /** What to ask of the provider now that no lock is held. */
  readonly next: 'complete' | 'abandon' | null;
  readonly event: PaymentEvent | null;
  readonly step: Step;
}

export const NOTHING: Finished = { settlement: 'nothing', next: null, event: null, step: '=' };

const HAS_MONEY = new Set<Snapshot['state']>(['paid', 'partly-cancelled']);

export function eventOf(news: News, payment: Payment): PaymentEvent {
  if (news.kind !== 'snapshot') return news.kind;
  const { state, attemptId, total, currency } = news.snapshot;
  const isAsked = attemptId === payment.id && total === payment.amount && currency === payment.currency;
  return HAS_MONEY.has(state) && !isAsked ? 'wrong' : state;
}

/** @param waiting 'skip': nothing happens while somebody else is at the order */
export async function finish(
  tx: Executor,
  mails: OrderMails,
  paymentId: string,
  news: News,
  hand: Hand & { readonly waiting?: 'wait' | 'skip' },
): Promise<Finished> {
  const found = await selectPayment(tx, paymentId);
  const order = found && (await lockOrder(tx, found.orderId, hand.waiting ?? 'wait'));
  const payment = order && (await lockPayment(tx, paymentId));
  if (!payment) return NOTHING;
  return finishHeld({ tx, mails, order, payment, now: hand.now, staffId: hand.staffId }, news);
}

/** Of rows that the caller holds. */
async function finishHeld(held: Held, news: News): Promise<Finished> {
  const { tx, payment } = held;
  const event = eventOf(news, payment);
  const step = stepOf(event, payment.state);
  if (news.kind === 'snapshot' && news.snapshot.attemptId === payment.id) {
    await notePaymentFacts(tx, payment.id, factsOf(news.snapshot));
  }
  const taken = await take(held, news, { event, step });
  await schedule(held, { event, step, state: taken.state, isAnswer: ANSWERS.has(news.kind) });
  return { settlement: taken.settlement, next: taken.next ?? null, event, step };
}

const ANSWERS = new Set<News['kind']>(['snapshot', 'not-found', 'ask-failed', 'unanswered', 'refused']);

const factsOf = ({ reference, means, receiptUrl, account, secret }: Snapshot) => ({
  reference,
  means,
  receiptUrl,
  deposit: account,
  secretHash: secret === null ? null : hashOf(secret),
});

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

interface Taken {
  readonly state: PaymentState;
  readonly settlement: Settlement;
  readonly next?: Finished['next'];
}

async function take(
  held: Held,
  news: News,
  { event, step }: { readonly event: PaymentEvent; readonly step: Step },
): Promise<Taken> {
  const { payment } = held;
  const stay = (next: Finished['next'] = null): Taken => ({ state: payment.state, settlement: 'nothing', next });
  const to = moveOf(step);
  if (to !== null) return move(held, to, news, event);
  switch (step) {
    case 'c':
      return stay('complete');
    case 't':
      return held.now.getTime() > held.order.paymentDueAt.getTime() + MARGIN_MS
        ? move(held, 'expired', news, event)
        : stay();
    case 'x':
      if (news.kind !== 'due' && news.kind !== 'cancel') return stay('abandon');
      return news.isAbandoned
        ? move(held, news.kind === 'due' ? 'expired' : 'cancelled', news, event)
        : stay('abandon');
    case 'e': {
      // Money of a wrong amount pays nothing, and only the shop decides what becomes of it.
      if (payment.state === 'hold' && news.kind === 'cancel' && !news.isByShop) return stay();
      return { ...stay(), settlement: await close(held, news.kind === 'due' ? 'expired' : 'cancelled') };
    }
    case '+':
      if (news.kind === 'snapshot') await noteCancels(held, payment, news.snapshot);
      return stay();
    default:
      return stay();
  }
}

async function move(held: Held, to: PaymentState, news: News, event: PaymentEvent): Promise<Taken> {
  const { tx, order, payment, now } = held;
  switch (to) {
    case 'paid':
    case 'hold':
      return news.kind === 'snapshot'
        ? takeMoney(held, to, news.snapshot)
        : { state: payment.state, settlement: 'nothing' };
    case 'waiting':
      if (payment.state !== 'paid') break;
      return { state: (await reverse(held)) ? 'waiting' : 'paid', settlement: 'deposit-reversed' };
  }
  await movePayment(tx, payment.id, { state: to, now });
  const ended = endOf(to, event, now >= order.paymentDueAt);
  return { state: to, settlement: ended && order.status === 'pending' ? await close(held, ended) : 'nothing' };
}

/** @param isDue its time is over: what its provider says is cancelled then was cancelled by us */
function endOf(to: PaymentState, event: PaymentEvent, isDue: boolean): ClosedStatus | null {
  if (event === 'due' || (event === 'cancelled' && isDue)) return 'expired';
  return to === 'failed' ? 'declined' : to === 'cancelled' ? 'cancelled' : null;
}

/** Right money pays an order that waits for it, and is held else. */
async function takeMoney(held: Held, to: 'paid' | 'hold', snapshot: Snapshot): Promise<Taken> {
  const { tx, order, payment } = held;
  const isRight = eventOf({ kind: 'snapshot', snapshot }, payment) !== 'wrong';
  // What belongs to another attempt came in for that one.
  const money: Money = { amount: snapshot.attemptId === payment.id ? snapshot.total : 0, currency: snapshot.currency };
  const pays = to === 'paid' && order.status === 'pending';
  if (!pays && payment.state === 'hold') return { state: 'hold', settlement: 'nothing' };
  const settlement = pays ? await pay(held, money) : await hold(held, money, isRight);
  const now = await lockPayment(tx, payment.id);
  if (now) await noteCancels(held, now, snapshot);
  return { state: pays ? 'paid' : 'hold', settlement: settlement === 'short' ? 'nothing' : settlement };
}

/** Steps after which the provider is asked again soon, and that a person hears of when it says the same then. */
const isOdd = (step: Step): boolean => step === 'a!' || step === '!';

const SOON_MS = 30_000;

interface Outlook {
  readonly event: PaymentEvent;
  readonly step: Step;
  readonly state: PaymentState;
  readonly isAnswer: boolean;
}

async function schedule({ tx, payment, now }: Held, { event, step, state, isAnswer }: Outlook): Promise<void> {
  const hasMoved = state !== payment.state;
  if (!hasMoved && !isAnswer) return;
  const trouble = isOdd(step) ? `${event} while ${state}` : null;
  const isRepeated = trouble !== null && trouble === payment.trouble;
  const nextAt = (): Date | null => {
    // Whoever takes the money just now says what came of it, or is given up at that time.
    if (state === 'confirming') return payment.askAt;
    if (step === 'a' || (isOdd(step) && !isRepeated)) return new Date(now.getTime() + SOON_MS);
    if (isRepeated) return null;
    if (state === 'unknown' || step === 'w') return nextAskAt(hasMoved ? now : payment.stateAt, now);
    // The transfer's webhook may not come.
    return state === 'waiting' ? new Date(now.getTime() + HOUR_MS) : null;
  };
  const at = nextAt();
  await noteNextAsk(tx, payment.id, { at, trouble, asked: isAnswer && !hasMoved });
  if (at !== null) await queueAsk(tx, payment.id, at);
}
