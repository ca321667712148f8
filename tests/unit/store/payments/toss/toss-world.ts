/** A shop that is paid by Toss, and a Toss that does what it is told. */
import { randomUUID } from 'node:crypto';
import type {
  Attempt,
  AttemptStart,
  Outcome,
  RefundRequest,
  Snapshot,
} from '../../../../../server/store/payments/provider';
import { createTossClient, type TossTimeouts } from '../../../../../server/store/payments/toss/client';
import { createToss, type TossOptions } from '../../../../../server/store/payments/toss/provider';
import { lend } from '../../../../setup/lend';
import { startTossFake, type TossFakeOptions } from '../../../../setup/toss/fake';

/** Nothing right takes as long on this machine. */
const PATIENT: TossTimeouts = { longMs: 10_000, askMs: 10_000 };
/** For what never comes. */
const IMPATIENT: TossTimeouts = { longMs: 1_000, askMs: 1_000 };

export type TossWorld = Awaited<ReturnType<typeof createWorld>>;

export async function createWorld(options: TossFakeOptions = {}) {
  const fake = await startTossFake(options);
  const warned: unknown[] = [];
  const connection = { baseUrl: fake.url, secretKey: fake.secretKey, fetch, timeouts: PATIENT };
  const toss = (changes: Partial<TossOptions> = {}) =>
    createToss({
      ...connection,
      clientKey: fake.clientKey,
      logger: { warn: (...said: unknown[]) => void warned.push(said) },
      opensWindow: { by: 'script' },
      ...changes,
    });
  return {
    fake,
    warned,
    connection,
    toss,
    client: createTossClient(connection),
    card: toss().window('card'),
    hasty: toss({ timeouts: IMPATIENT }).window('card'),
    account: toss().virtualAccount('20'),
    close: fake.close,
  };
}

export const withToss = (options: TossFakeOptions = {}): TossWorld =>
  lend({ each: true, open: () => createWorld(options), close: ({ close }) => close() });

export const attemptOf = (amount = 39_000, reference: string | null = null): Attempt => ({
  id: randomUUID(),
  reference,
  amount,
  currency: 'KRW',
});

export const startOf = (attempt: Attempt, changes: Partial<AttemptStart> = {}): AttemptStart => ({
  ...attempt,
  orderNumber: 'EA-2026-0001',
  orderName: '새벽의 정원 50ml 외 1건',
  buyer: { name: '김하늘', email: 'sky@example.com', phone: '010-1234-5678' },
  locale: 'ko',
  dueAt: new Date('2026-11-26T03:00:00Z'),
  returnUrl: 'https://essence-aura.example/pay/return/token',
  ...changes,
});

const ELSEWHERE = 'https://essence-aura.example/';

/** The window is before her, and she has said nothing. */
export function open({ fake }: Pick<TossWorld, 'fake'>, orderId: string, amount = 39_000): void {
  fake.open({ method: 'CARD', orderId, amount, orderName: '향수', successUrl: ELSEWHERE, failUrl: ELSEWHERE });
}

/** Agreed to in the window, and not confirmed yet. */
export function agreed({ fake }: Pick<TossWorld, 'fake'>, amount = 39_000) {
  const attempt = attemptOf(amount);
  return { attempt, paymentKey: fake.authenticate(attempt.id, amount).paymentKey };
}

/** Paid by card. */
export async function paid(world: Pick<TossWorld, 'fake' | 'card'>, amount = 39_000): Promise<Attempt> {
  const { attempt, paymentKey } = agreed(world, amount);
  snapshotOf(await world.card.complete(attempt, paymentKey));
  return { ...attempt, reference: paymentKey };
}

/** Paid into a virtual account. */
export async function deposited(world: Pick<TossWorld, 'fake' | 'account'>, amount = 39_000): Promise<Attempt> {
  const attempt = attemptOf(amount);
  const started = await world.account.start(startOf(attempt));
  if (started.kind !== 'done' || started.value.kind !== 'instructions') throw new Error(JSON.stringify(started));
  if (!world.fake.deposit(attempt.id)) throw new Error('the bank has sent it back');
  return { ...attempt, reference: started.value.reference };
}

export const refundOf = (attempt: Attempt, amount: number, changes: Partial<RefundRequest> = {}): RefundRequest => ({
  id: randomUUID(),
  attempt,
  amount,
  balance: attempt.amount,
  reason: '고객 변심',
  account: null,
  askedAt: new Date('2026-11-23T03:00:00Z'),
  ...changes,
});

/** @throws Error for an outcome that is none */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

export const snapshotOf = (outcome: Outcome<Snapshot | null>): Snapshot => {
  const snapshot = valueOf(outcome);
  if (!snapshot) throw new Error('Toss knows no such payment');
  return snapshot;
};
