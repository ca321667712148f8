/** What Toss knows of an attempt. */
import type { Logger } from '../../../process/logger';
import type { Attempt, Outcome, Snapshot } from '../provider';
import { isReference, pathOf, type TossClient } from './client';
import { KNOWN_VERSIONS, paymentAnswer, snapshotOf, type TossPayment } from './payment';

/** Without any money. */
const ENDED: ReadonlySet<string> = new Set<TossPayment['status']>(['ABORTED', 'EXPIRED']);

export type Asking = ReturnType<typeof createAsking>;

export function createAsking(client: TossClient, logger: Pick<Logger, 'warn'>) {
  async function find(...segments: readonly string[]): Promise<Outcome<TossPayment | null>> {
    const found = await client.get({ path: pathOf('payments', ...segments), answer: paymentAnswer });
    if (found.kind === 'done') warnOfVersion(found.value);
    return found.kind === 'refused' && found.code === 'NOT_FOUND_PAYMENT' ? { kind: 'done', value: null } : found;
  }

  function warnOfVersion({ version }: TossPayment): void {
    if (version === null || version === undefined || KNOWN_VERSIONS.includes(version)) return;
    const told = /^[\d.-]{1,12}$/.test(version) ? version : 'another';
    logger.warn(
      { version: told, known: KNOWN_VERSIONS },
      'Toss answers in a version that this shop was not written for',
    );
  }

  /**
   * By Toss' own key first, which a browser has brought. One of another order is somebody else's payment. And an order
   * that was opened in two windows has two: that nothing came of the one says nothing of the other.
   */
  async function payment({ id, reference }: Attempt): Promise<Outcome<TossPayment | null>> {
    if (reference === null || !isReference(reference)) return find('orders', id);
    const byKey = await find(reference);
    if (byKey.kind !== 'done') return byKey;
    const ours = byKey.value?.orderId === id ? byKey.value : null;
    if (ours && !ENDED.has(ours.status)) return byKey;
    return mapped(await find('orders', id), (byOrder) => byOrder ?? ours);
  }

  return {
    payment,
    warnOfVersion,
    snapshot: async (attempt: Attempt): Promise<Outcome<Snapshot | null>> =>
      mapped(await payment(attempt), (found) => found && snapshotOf(found)),
  };
}

export const mapped = <T, U>(outcome: Outcome<T>, map: (value: T) => U): Outcome<U> =>
  outcome.kind === 'done' ? { kind: 'done', value: map(outcome.value) } : outcome;
