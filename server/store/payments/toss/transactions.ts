/** Toss' own ledger: a row for each approval, and one for each cancel. */
import { z } from 'zod';
import type { LedgerRow, Outcome } from '../provider';
import { pathOf, type TossClient } from './client';
import { time } from './payment';
import { parameterTime } from './times';

/** At most 5000; each has some 400 bytes. */
export const PAGE_ROWS = 1000;
const SECOND_MS = 1000;

const row = z.object({
  transactionKey: z.string().min(1).max(200),
  paymentKey: z.string().min(1).max(200),
  orderId: z.string().min(1).max(64),
  status: z.string(),
  /** Whether Toss writes what went back with a minus isn't documented: the status tells. */
  amount: z.int(),
  currency: z.string().min(1).max(10),
  transactionAt: time,
});
const answer = z.array(row);

const KINDS: ReadonlyMap<string, LedgerRow['kind']> = new Map([
  ['DONE', 'sale'],
  ['CANCELED', 'cancel'],
  ['PARTIAL_CANCELED', 'cancel'],
]);

interface Period {
  readonly from: Date;
  readonly to: Date;
  readonly signal: AbortSignal;
  readonly pageRows: number;
  readonly offsetMs: number | undefined;
}

/** Each row once, oldest first. What can't be told ends it, and is the last: all of it has to be asked for again. */
export async function* listTransactions(
  client: TossClient,
  { from, to, signal, pageRows, offsetMs }: Period,
): AsyncGenerator<Outcome<LedgerRow>, void, undefined> {
  const seen = new Set<string>();
  let after: string | null = null;
  for (;;) {
    const page: Outcome<z.infer<typeof answer>> = await client.get({
      path: pathOf('transactions'),
      answer,
      query: {
        startDate: parameterTime(from, offsetMs),
        // Whether its end is included isn't documented either.
        endDate: parameterTime(new Date(to.getTime() + SECOND_MS), offsetMs),
        limit: String(pageRows),
        ...(after !== null && { startingAfter: after }),
      },
      isLong: true,
      signal,
    });
    if (page.kind !== 'done') {
      yield page;
      return;
    }
    const rows = page.value.filter(({ transactionKey }) => !seen.has(transactionKey));
    for (const one of rows) {
      if (seen.has(one.transactionKey)) continue;
      seen.add(one.transactionKey);
      const kind = KINDS.get(one.status);
      const { transactionAt: at } = one;
      if (kind === undefined || at < from || at > to) continue;
      const { transactionKey: id, orderId: attemptId, paymentKey: reference, amount, currency } = one;
      yield { kind: 'done', value: { id, attemptId, reference, kind, amount: Math.abs(amount), currency, at } };
    }
    after = page.value.at(-1)?.transactionKey ?? null;
    if (page.value.length < pageRows || rows.length === 0) return;
  }
}
