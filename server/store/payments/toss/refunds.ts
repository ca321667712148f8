/**
 * Money that goes back. Each refund writes its id into Toss' reason for it, so that it is found again among others of
 * the same sum, whoever made those.
 */
import type { Outcome, RefundAnswer, RefundRequest } from '../provider';
import { mapped, type Asking } from './asking';
import { pathOf, type TossClient } from './client';
import { LATER_FOR_REFUNDS, LOOK_FIRST } from './codes';
import { paymentAnswer, snapshotCancel, snapshotOf, type TossPayment } from './payment';

/** Toss takes 200 letters, and doesn't say what one is: of Korean each has three bytes. */
const REASON_LETTERS = 40;

const tagOf = ({ id }: RefundRequest): string => `[${id}]`;

const reasonOf = (request: RefundRequest): string =>
  `${Array.from(request.reason).slice(0, REASON_LETTERS).join('')} ${tagOf(request)}`.trim();

function answerOf(payment: TossPayment, request: RefundRequest): RefundAnswer | null {
  const ours = (payment.cancels ?? []).find(
    (one) => one.cancelReason.endsWith(tagOf(request)) && one.cancelAmount === request.amount,
  );
  if (!ours) return null;
  const { reference, state } = snapshotCancel(payment, ours);
  return { reference, state, snapshot: snapshotOf(payment) };
}

export function createRefunds(client: TossClient, asking: Asking) {
  const find = async (request: RefundRequest): Promise<Outcome<RefundAnswer | null>> =>
    mapped(await asking.payment(request.attempt), (payment) => payment && answerOf(payment, request));

  /**
   * Looks first: a key is forgotten after 15 days, and an attempt whose reference is another order's must take nothing
   * from it. Until then the same request gives the same answer, a refusal too: what is asked for in another way, such
   * as with another account, is another refund with an id of its own.
   */
  async function refund(request: RefundRequest): Promise<Outcome<RefundAnswer>> {
    const before = await asking.payment(request.attempt);
    if (before.kind !== 'done') return before;
    if (!before.value) return { kind: 'refused', code: 'NOT_FOUND_PAYMENT', mender: 'nobody' };
    const there = answerOf(before.value, request);
    if (there) return { kind: 'done', value: there };
    const { account } = request;
    const answer = await client.post({
      path: pathOf('payments', before.value.paymentKey, 'cancel'),
      key: `refund:${request.id}`,
      answer: paymentAnswer,
      body: {
        cancelReason: reasonOf(request),
        // Without it all that is left goes back.
        cancelAmount: request.amount,
        // Refused where something else was refunded in the meantime.
        refundableAmount: request.balance,
        ...(account && {
          refundReceiveAccount: { bank: account.bankCode, accountNumber: account.number, holderName: account.holder },
        }),
      },
    });
    if (answer.kind === 'done') {
      const made = answerOf(answer.value, request);
      return made ? { kind: 'done', value: made } : { kind: 'unknown', code: 'NO_SUCH_CANCEL' };
    }
    if (LOOK_FIRST.has(answer.code)) return lookAfter(request, answer);
    if (LATER_FOR_REFUNDS.has(answer.code)) return { kind: 'unknown', code: answer.code };
    return answer;
  }

  async function lookAfter(request: RefundRequest, answer: Outcome<never>): Promise<Outcome<RefundAnswer>> {
    const found = await find(request);
    if (found.kind !== 'done') return { kind: 'unknown', code: found.code };
    return found.value ? { kind: 'done', value: found.value } : answer;
  }

  return { refund, find };
}
