import type { Snapshot } from '../../../../server/store/payments/provider';

/** What a provider says of a payment, in tests. */
export const snapshotOf = (attemptId: string, said: Partial<Snapshot> = {}): Snapshot => ({
  attemptId,
  reference: `ref-${attemptId}`,
  state: 'paid',
  total: 31_000,
  currency: 'KRW',
  balance: said.total ?? 31_000,
  cancels: [],
  means: null,
  receiptUrl: null,
  account: null,
  secret: null,
  paidAt: null,
  ...said,
});
