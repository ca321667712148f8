/**
 * 현금영수증 by Toss, also for money that did not come through it. Toss gives two receipts to who asks twice for the same
 * order: that there is one is the caller's to know, before it asks. What the tax office says of it comes a day or two later.
 */
import { z } from 'zod';
import type { Outcome } from '../provider';
import { mapped } from './asking';
import { pathOf, type TossClient } from './client';
import { codeNamed } from './codes';
import { sum, time } from './payment';
import { nameForToss } from './window';

export interface CashReceiptRequest {
  /** Ours, for this one receipt: the root of its idempotency key. */
  readonly id: string;
  readonly orderId: string;
  readonly orderName: string;
  /** Whole won, with tax. */
  readonly amount: number;
  /** 소득공제, of a person; or 지출증빙, of a business. */
  readonly purpose: 'deduction' | 'expense';
  /** Digits: her phone or card, or the business' number; 0100001234 where nobody is known. Never logged. */
  readonly identity: string;
}

export interface CashReceiptCancel {
  /** Ours, for this one cancel. */
  readonly id: string;
  /** Of the receipt, as Toss calls it. */
  readonly reference: string;
  readonly amount: number;
}

export interface CashReceipt {
  readonly reference: string;
  readonly orderId: string;
  readonly kind: 'issue' | 'cancel';
  readonly amount: number;
  /** `pending` until the tax office has said. */
  readonly state: 'pending' | 'done' | 'failed';
  /** Of the tax office. */
  readonly number: string | null;
  readonly url: string | null;
  /** Why it failed, as a code. */
  readonly failure: string | null;
}

const PURPOSES: Readonly<Record<CashReceiptRequest['purpose'], string>> = {
  deduction: '소득공제',
  expense: '지출증빙',
};
const STATES = { IN_PROGRESS: 'pending', COMPLETED: 'done', FAILED: 'failed' } as const;

const receiptAnswer = z.object({
  receiptKey: z.string().min(1).max(200),
  orderId: z.string().min(1).max(64),
  transactionType: z.enum(['CONFIRM', 'CANCEL']),
  amount: sum,
  issueStatus: z.enum(['IN_PROGRESS', 'COMPLETED', 'FAILED']),
  issueNumber: z.string().nullish().catch(null),
  receiptUrl: z
    .url({ protocol: /^https$/ })
    .nullish()
    .catch(null),
  failure: z.object({ code: z.unknown() }).nullish().catch(null),
  requestedAt: time.nullish().catch(null),
});

const pageAnswer = z.object({
  hasNext: z.boolean(),
  lastCursor: z.union([z.int(), z.string()]).nullish(),
  data: z.array(receiptAnswer),
});

const receiptOf = (said: z.infer<typeof receiptAnswer>): CashReceipt => ({
  reference: said.receiptKey,
  orderId: said.orderId,
  kind: said.transactionType === 'CANCEL' ? 'cancel' : 'issue',
  amount: said.amount,
  state: STATES[said.issueStatus],
  number: said.issueNumber ?? null,
  url: said.receiptUrl ?? null,
  failure: said.failure ? (codeNamed(said.failure.code) ?? 'UNREADABLE') : null,
});

const PAGE_ROWS = 100;

export function createTossCashReceipts(client: TossClient) {
  return {
    async issue(request: CashReceiptRequest): Promise<Outcome<CashReceipt>> {
      const { amount, orderId, orderName, identity } = request;
      const answer = await client.post({
        path: pathOf('cash-receipts'),
        key: `receipt:${request.id}`,
        answer: receiptAnswer,
        body: {
          amount,
          orderId,
          orderName: nameForToss(orderName),
          customerIdentityNumber: identity,
          type: PURPOSES[request.purpose],
        },
      });
      return mapped(answer, receiptOf);
    },
    async cancel({ id, reference, amount }: CashReceiptCancel): Promise<Outcome<CashReceipt>> {
      const answer = await client.post({
        path: pathOf('cash-receipts', reference, 'cancel'),
        key: `receipt-cancel:${id}`,
        answer: receiptAnswer,
        body: { amount },
      });
      return mapped(answer, receiptOf);
    },
    /** Whatever was asked for on that day of Korea, `2026-11-23`. What can't be told ends it, and is the last. */
    async *find(day: string, signal: AbortSignal): AsyncGenerator<Outcome<CashReceipt>, void, undefined> {
      let cursor: string | null = null;
      for (;;) {
        const page: Outcome<z.infer<typeof pageAnswer>> = await client.get({
          path: pathOf('cash-receipts'),
          answer: pageAnswer,
          query: { requestDate: day, limit: String(PAGE_ROWS), ...(cursor !== null && { cursor }) },
          isLong: true,
          signal,
        });
        if (page.kind !== 'done') {
          yield page;
          return;
        }
        for (const one of page.value.data) yield { kind: 'done', value: receiptOf(one) };
        const next: string | null = page.value.lastCursor?.toString() ?? null;
        if (!page.value.hasNext || next === null || next === cursor) return;
        cursor = next;
      }
    },
  };
}
