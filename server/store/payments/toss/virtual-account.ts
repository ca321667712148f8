/** 가상계좌: an account of the buyer's own, for one sum. Toss says nothing when its time is over: the shop keeps the time. */
import type { AttemptStart, Outcome, Snapshot, Started } from '../provider';
import type { Asking } from './asking';
import { pathOf, type TossClient } from './client';
import { paymentAnswer, snapshotOf } from './payment';
import { parameterTime } from './times';
import { nameForToss } from './window';

/** @param from the bank that gives the account, by its code */
export async function startAccount(
  client: TossClient,
  asking: Asking,
  from: { readonly bankCode: string; readonly offsetMs: number | undefined },
  attempt: AttemptStart,
): Promise<Outcome<Started>> {
  const answer = await client.post({
    path: pathOf('virtual-accounts'),
    key: `start:${attempt.id}`,
    answer: paymentAnswer,
    body: {
      amount: attempt.amount,
      orderId: attempt.id,
      orderName: nameForToss(attempt.orderName),
      customerName: nameForToss(attempt.buyer.name),
      bank: from.bankCode,
      dueDate: parameterTime(attempt.dueAt, from.offsetMs),
      // The shop issues it itself, once for whatever way the money came.
      cashReceipt: { type: '미발행' },
    },
  });
  if (answer.kind === 'done') return instructions(snapshotOf(answer.value));
  // A refund's bank is the buyer's choice; this one is the shop's.
  if (answer.kind === 'refused' && answer.code === 'INVALID_BANK') return { ...answer, mender: 'shop' };
  // Opened before, by a call whose key is forgotten.
  if (answer.code !== 'DUPLICATED_ORDER_ID') return answer;
  const found = await asking.snapshot(attempt);
  return found.kind === 'done' ? instructions(found.value) : { kind: 'unknown', code: found.code };
}

function instructions(snapshot: Snapshot | null): Outcome<Started> {
  if (!snapshot?.account) return { kind: 'unknown', code: 'NO_ACCOUNT' };
  return {
    kind: 'done',
    value: { kind: 'instructions', reference: snapshot.reference, account: snapshot.account },
  };
}
