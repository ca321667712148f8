import type { PaymentMethodName } from '../../../config/env';
import type { Executor } from '../../../db/pool';
import type { DepositAccount, PaymentState } from '../../payments';
import type { Payment } from '../model';

const PAYMENT = `id, order_id as "orderId", method, reference, amount, currency, state, state_at as "stateAt", captured,
  refunded, refunding, return_token as "returnToken", ask_at as "askAt", asks, trouble`;

/** The newest of its order, also in a moment in which another one was made. */
export async function insertPayment(
  db: Executor,
  payment: {
    readonly orderId: string;
    readonly method: PaymentMethodName;
    readonly amount: number;
    readonly currency: string;
    readonly now: Date;
  },
): Promise<void> {
  await db.query(
    `insert into payments (order_id, method, amount, currency, state, state_at, created_at)
     select $1::uuid, $2, $3, $4, 'new', $5,
       greatest($5::timestamptz, (select max(created_at) + interval '1 millisecond' from payments where order_id = $1::uuid))`,
    [payment.orderId, payment.method, payment.amount, payment.currency, payment.now],
  );
}

/** The newest. */
export async function selectPaymentOfOrder(db: Executor, orderId: string): Promise<Payment | null> {
  const { rows } = await db.query<Payment & Record<string, unknown>>(
    `select ${PAYMENT} from payments where order_id = $1::uuid order by created_at desc, id limit 1`,
    [orderId],
  );
  return rows[0] ?? null;
}

export async function selectPayment(db: Executor, paymentId: string): Promise<Payment | null> {
  const { rows } = await db.query<Payment & Record<string, unknown>>(
    `select ${PAYMENT} from payments where id = $1::uuid`,
    [paymentId],
  );
  return rows[0] ?? null;
}

/** By the provider's name for it. */
export async function selectPaymentByReference(
  db: Executor,
  method: PaymentMethodName,
  reference: string,
): Promise<Payment | null> {
  const { rows } = await db.query<Payment & Record<string, unknown>>(
    `select ${PAYMENT} from payments where method = $1 and reference = $2`,
    [method, reference],
  );
  return rows[0] ?? null;
}

/** Behind its order's row, which the caller holds. */
export async function lockPayment(db: Executor, paymentId: string): Promise<Payment | null> {
  const { rows } = await db.query<Payment & Record<string, unknown>>(
    `select ${PAYMENT} from payments where id = $1::uuid for update`,
    [paymentId],
  );
  return rows[0] ?? null;
}

/** All of an order's, the oldest first. The caller holds its row. */
export async function lockPaymentsOfOrder(db: Executor, orderId: string): Promise<Payment[]> {
  const { rows } = await db.query<Payment & Record<string, unknown>>(
    `select ${PAYMENT} from payments where order_id = $1::uuid order by created_at, id for update`,
    [orderId],
  );
  return rows;
}

export interface PaymentMove {
  readonly state: PaymentState;
  readonly now: Date;
  /** What came in, where it is money that moves it. */
  readonly captured?: number;
  /** It is what pays the order. */
  readonly pays?: boolean;
}

export async function movePayment(db: Executor, paymentId: string, move: PaymentMove): Promise<void> {
  const { state, now, captured = null, pays = false } = move;
  await db.query(
    `update payments set state = $2, state_at = $3, asks = 0, ask_at = null, trouble = null,
       captured = coalesce($4, captured),
       captured_at = case when coalesce($4, captured) = 0 then null
         when $4 is null or $4 = captured then captured_at else $3 end,
       paid_at = case when $5 then $3 when $2 = 'waiting' then null else paid_at end
     where id = $1::uuid`,
    [paymentId, state, now, captured, pays],
  );
}

export interface PaymentFacts {
  readonly reference: string | null;
  readonly means: string | null;
  readonly receiptUrl: string | null;
  readonly deposit: DepositAccount | null;
  readonly secretHash: Buffer | null;
}

/** What is not said stays as it was. A reference is the provider's for good. */
export async function notePaymentFacts(db: Executor, paymentId: string, facts: PaymentFacts): Promise<void> {
  await db.query(
    `update payments set reference = coalesce(reference, $2), means = coalesce($3, means),
       receipt_url = coalesce($4, receipt_url), deposit = coalesce($5::jsonb, deposit),
       secret_hash = coalesce($6, secret_hash)
     where id = $1::uuid and (reference, means, receipt_url, deposit, secret_hash) is distinct from
       (coalesce(reference, $2), coalesce($3, means), coalesce($4, receipt_url), coalesce($5::jsonb, deposit),
        coalesce($6, secret_hash))`,
    [
      paymentId,
      facts.reference,
      facts.means,
      facts.receiptUrl,
      facts.deposit && JSON.stringify(facts.deposit),
      facts.secretHash,
    ],
  );
}

/** @param asked it was asked just now */
export async function noteNextAsk(
  db: Executor,
  paymentId: string,
  next: { readonly at: Date | null; readonly trouble: string | null; readonly asked: boolean },
): Promise<void> {
  await db.query(
    `update payments set ask_at = $2, trouble = $3, asks = asks + $4::boolean::integer
     where id = $1::uuid and (ask_at is distinct from $2 or trouble is distinct from $3 or $4::boolean)`,
    [paymentId, next.at, next.trouble, next.asked],
  );
}

/** @returns false where it is asked soon enough */
export async function askSooner(db: Executor, paymentId: string, at: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    'update payments set ask_at = $2 where id = $1::uuid and (ask_at is null or ask_at > $2)',
    [paymentId, at],
  );
  return rowCount === 1;
}

/** Those of an order that can still bring money, but for one. @returns their ids */
export async function askOthersSoon(db: Executor, orderId: string, but: string, at: Date): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `update payments set ask_at = $3 where order_id = $1::uuid and id <> $2::uuid
       and state in ('new', 'started', 'confirming', 'unknown', 'waiting')
     returning id`,
    [orderId, but, at],
  );
  return rows.map(({ id }) => id);
}

export async function selectSecretHash(db: Executor, paymentId: string): Promise<Buffer | null> {
  const { rows } = await db.query<{ hash: Buffer | null }>(
    'select secret_hash as hash from payments where id = $1::uuid',
    [paymentId],
  );
  return rows[0]?.hash ?? null;
}

/** At that moment; one at most. */
export async function queueAsk(db: Executor, paymentId: string, at: Date): Promise<void> {
  await db.query(
    `select graphile_worker.add_job('ask-payment', json_build_object('id', $1::uuid), job_key => 'ask-payment-' || $1,
       run_at => $2, max_attempts => 1)`,
    [paymentId, at],
  );
}

/** Ids of those that are to be asked about by now, the longest due first, without those named. */
export async function selectPaymentsToAsk(
  db: Executor,
  now: Date,
  without: readonly string[],
  limit: number,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from payments where ask_at is not null and ask_at <= $1 and id <> all($2::uuid[])
     order by ask_at, id limit $3`,
    [now, without, limit],
  );
  return rows.map(({ id }) => id);
}

/** Numbers of orders whose money or refund nobody knows anything of since then, or of which something odd was said. */
export async function selectMoneyTroubles(db: Executor, before: Date, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ number: string }>(
    `select o.number from (
       select distinct order_id from (
         select order_id from payments where state in ('confirming', 'unknown') and state_at <= $1
         union all select order_id from payments where trouble is not null and state_at <= $1
         union all select order_id from refunds
           where ask_at is not null and state_at <= $1 and state in ('new', 'sent', 'unknown')
       ) troubled limit $2
     ) t join orders o on o.id = t.order_id order by o.number`,
    [before, limit],
  );
  return rows.map(({ number }) => number);
}
