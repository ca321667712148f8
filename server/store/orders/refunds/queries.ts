import type { Executor } from '../../../db/pool';
import type { RefundState } from '../../payments';
import type { RefundLine, StoredRefund } from '../model';

const REFUND = `id, order_id as "orderId", payment_id as "paymentId", amount, note, state, state_at as "stateAt",
  at as "askedAt", ask_at as "askAt", asks, reference, trouble, staff_id as "staffId"`;

/** What came in for the order, in whole won: its payment, or the wrong amount that came instead of it. */
export async function selectReceived(db: Executor, orderId: string): Promise<number> {
  const { rows } = await db.query<{ received: number }>('select money_received($1::uuid) as received', [orderId]);
  return rows[0]?.received ?? 0;
}

/** @returns what has been paid back by now */
export async function addToRefunded(db: Executor, orderId: string, amount: number): Promise<number> {
  const { rows } = await db.query<{ refunded: number }>(
    'update orders set refunded = refunded + $2 where id = $1::uuid returning refunded',
    [orderId, amount],
  );
  return rows[0]?.refunded ?? 0;
}

export async function isRefundNoted(db: Executor, attempt: string): Promise<boolean> {
  const { rows } = await db.query('select 1 from refunds where attempt = $1::uuid', [attempt]);
  return rows.length > 0;
}

export interface NewRefund {
  readonly orderId: string;
  readonly paymentId: string;
  /** The form's own key. */
  readonly attempt: string;
  readonly amount: number;
  readonly note: string;
  readonly staffId: string | null;
  readonly at: Date;
  /** `done`: somebody, or the provider, says that it went back already. */
  readonly state: 'new' | 'done';
  /** When it is sent, should nobody have done it by then. */
  readonly askAt: Date | null;
  readonly reference: string | null;
}

export async function insertRefund(db: Executor, refund: NewRefund): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `insert into refunds (order_id, payment_id, attempt, amount, note, staff_id, at, state, state_at, done_at, reference,
       ask_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4, $5, $6::uuid, $7, $8, $7, case when $8 = 'done' then $7::timestamptz end,
       $9, $10)
     returning id`,
    [
      refund.orderId,
      refund.paymentId,
      refund.attempt,
      refund.amount,
      refund.note,
      refund.staffId,
      refund.at,
      refund.state,
      refund.reference,
      refund.askAt,
    ],
  );
  if (!rows[0]) throw new Error('an inserted refund is one row');
  return rows[0].id;
}

export async function insertRefundLines(
  db: Executor,
  refund: { readonly id: string; readonly orderId: string },
  lines: readonly RefundLine[],
): Promise<void> {
  await db.query(
    `insert into refund_lines (refund_id, order_id, variant_id, quantity, restocked)
     select $1::uuid, $2::uuid, * from unnest($3::integer[], $4::integer[], $5::integer[])`,
    [
      refund.id,
      refund.orderId,
      lines.map(({ variantId }) => variantId),
      lines.map(({ quantity }) => quantity),
      lines.map(({ restocked }) => restocked),
    ],
  );
}

/** Of an order, by variant: what was refunded by line and isn't free again, and what is back on the shelf. */
export async function selectRefundedLines(db: Executor, orderId: string): Promise<RefundLine[]> {
  const { rows } = await db.query<RefundLine & Record<string, unknown>>(
    `select l.variant_id as "variantId", sum(case when r.state = 'failed' then l.restocked else l.quantity end)::integer as quantity,
       sum(l.restocked)::integer as restocked
     from refund_lines l join refunds r on r.id = l.refund_id where l.order_id = $1::uuid group by l.variant_id`,
    [orderId],
  );
  return rows;
}

export async function selectRefund(db: Executor, id: string): Promise<StoredRefund | null> {
  const { rows } = await db.query<StoredRefund & Record<string, unknown>>(
    `select ${REFUND} from refunds where id = $1::uuid and payment_id is not null`,
    [id],
  );
  return rows[0] ?? null;
}

/** Behind its order's row and its payment's. */
export async function lockRefund(db: Executor, id: string): Promise<StoredRefund | null> {
  const { rows } = await db.query<StoredRefund & Record<string, unknown>>(
    `select ${REFUND} from refunds where id = $1::uuid for update`,
    [id],
  );
  return rows[0] ?? null;
}

export async function moveRefund(
  db: Executor,
  id: string,
  move: {
    readonly state: RefundState;
    readonly reference: string | null;
    readonly askAt: Date | null;
    readonly trouble: string | null;
    readonly now: Date;
  },
): Promise<void> {
  await db.query(
    `update refunds set state = $2, state_at = case when state = $2 then state_at else $6 end,
       reference = coalesce($3, reference), ask_at = $4, trouble = $5, asks = asks + 1,
       done_at = case when $2 = 'done' then coalesce(done_at, $6) end
     where id = $1::uuid`,
    [id, move.state, move.reference, move.askAt, move.trouble, move.now],
  );
}

/** Of the same payment: is it known of all others whether they went through, and how much of them is on its way? */
export async function selectOtherRefunds(
  db: Executor,
  refund: Pick<StoredRefund, 'id' | 'paymentId'>,
): Promise<{ readonly areKnown: boolean; readonly pending: number }> {
  const { rows } = await db.query<{ areKnown: boolean; pending: number }>(
    `select count(*) filter (where state in ('sent', 'unknown')) = 0 as "areKnown",
       coalesce(sum(amount) filter (where state = 'pending'), 0)::bigint as pending
     from refunds where payment_id = $2::uuid and id <> $1::uuid`,
    [refund.id, refund.paymentId],
  );
  return rows[0] ?? { areKnown: true, pending: 0 };
}

/** At that moment; one at most. */
export async function queueRefund(db: Executor, id: string, at: Date): Promise<void> {
  await db.query(
    `select graphile_worker.add_job('ask-refund', json_build_object('id', $1::uuid), job_key => 'ask-refund-' || $1,
       run_at => $2, max_attempts => 1)`,
    [id, at],
  );
}

/** Ids of those that are to be sent or asked about by now, the longest due first, without those named. */
export async function selectRefundsToAsk(
  db: Executor,
  now: Date,
  without: readonly string[],
  limit: number,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from refunds where ask_at is not null and ask_at <= $1 and id <> all($2::uuid[])
     order by ask_at, id limit $3`,
    [now, without, limit],
  );
  return rows.map(({ id }) => id);
}
