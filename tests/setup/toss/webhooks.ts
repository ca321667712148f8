/** What Toss sends by itself. Neither kind is signed; a virtual account's change comes as both. */
import type { FakePayment } from './model';
import { koreanTime, paymentBody } from './wire';

export interface TossEvent {
  /** Of its delivery and all repeats of it. */
  readonly id: string;
  readonly kind: 'PAYMENT_STATUS_CHANGED' | 'DEPOSIT_CALLBACK';
  readonly orderId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TossDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function eventsOf(
  payment: FakePayment,
  made: { readonly at: Date; readonly isDeposit: boolean; readonly nextId: () => string },
): TossEvent[] {
  const { orderId, status, secret, lastTransactionKey: transactionKey } = payment;
  const changed: TossEvent = {
    id: made.nextId(),
    kind: 'PAYMENT_STATUS_CHANGED',
    orderId,
    body: {
      eventType: 'PAYMENT_STATUS_CHANGED',
      // Six digits of a second, and no zone.
      createdAt: `${koreanTime(made.at).slice(0, 19)}.000000`,
      data: paymentBody(payment, made.at),
    },
  };
  const deposit: TossEvent = {
    id: made.nextId(),
    kind: 'DEPOSIT_CALLBACK',
    orderId,
    body: { createdAt: koreanTime(made.at), secret, status, transactionKey, orderId },
  };
  // A deposit that failed at its bank is no change that the first kind tells.
  if (status === 'WAITING_FOR_DEPOSIT') return made.isDeposit ? [deposit] : [];
  return made.isDeposit ? [deposit, changed] : [changed];
}

/** @param retried how often it was sent before */
export const deliveryOf = ({ id, body }: TossEvent, { retried = 0, at = new Date() } = {}): TossDelivery => ({
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'tosspayments-webhook-transmission-id': id,
    'tosspayments-webhook-transmission-time': koreanTime(at),
    'tosspayments-webhook-transmission-retried-count': String(retried),
  },
  body: Buffer.from(JSON.stringify(body)),
});

/** @returns the receiver's status: anything but 200 makes Toss send it again, up to seven times */
export async function sendTo(
  url: string,
  event: TossEvent,
  options: { readonly retried?: number } = {},
): Promise<number> {
  const { headers, body } = deliveryOf(event, options);
  const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' });
  await response.arrayBuffer();
  return response.status;
}
