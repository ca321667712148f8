/** What comes in by a browser or a webhook. Anybody can send it: it is read, and proves nothing but a deposit's secret. */
import { z } from 'zod';
import type { ReturnClaim, WebhookHint } from '../provider';
import { isReference } from './client';
import { codeNamed } from './codes';

/** Toss adds `paymentKey`, `orderId` and `amount` to our address, or `code`, `message` and, not always, `orderId`. */
export function readReturn({ code, paymentKey, amount }: Readonly<Record<string, unknown>>): ReturnClaim | null {
  if (typeof code === 'string') return { reference: null, amount: null, failure: codeNamed(code) ?? 'UNREADABLE' };
  if (!isReference(paymentKey)) return null;
  const isSum = typeof amount === 'string' && /^\d{1,15}$/.test(amount);
  return { reference: paymentKey, amount: isSum ? Number(amount) : null, failure: null };
}

const ATTEMPT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TRANSMISSION_ID = /^[!-~]{1,200}$/;

/** One that isn't ours, such as of a payment made at Toss' own desk, is nobody's here. */
const attemptId = z
  .unknown()
  .transform((said) => (typeof said === 'string' && ATTEMPT_ID.test(said.toLowerCase()) ? said.toLowerCase() : null));
const reference = z.unknown().transform((said) => (isReference(said) ? said : null));

const statusChanged = z.object({
  eventType: z.enum(['PAYMENT_STATUS_CHANGED', 'CANCEL_STATUS_CHANGED']),
  data: z.object({ orderId: attemptId, paymentKey: reference }),
});
/** Flat, without a type, a key or a sum. */
const depositCallback = z.object({
  eventType: z.undefined().optional(),
  orderId: attemptId,
  secret: z.string().min(1).max(200),
  status: z.string(),
});

/** Toss signs neither kind. */
export function readWebhook(body: Buffer, headers: Readonly<Record<string, string | undefined>>): WebhookHint | null {
  const id = headers['tosspayments-webhook-transmission-id'] ?? '';
  const message = messageOf(body);
  if (!TRANSMISSION_ID.test(id) || message === undefined) return null;
  const changed = statusChanged.safeParse(message).data;
  if (changed) {
    const { orderId, paymentKey } = changed.data;
    if (orderId === null && paymentKey === null) return null;
    return { id, attemptId: orderId, reference: paymentKey, trust: { kind: 'none' } };
  }
  const deposit = depositCallback.safeParse(message).data;
  if (!deposit || deposit.orderId === null) return null;
  return { id, attemptId: deposit.orderId, reference: null, trust: { kind: 'secret', secret: deposit.secret } };
}

function messageOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
