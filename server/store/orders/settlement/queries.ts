import type { PaymentMethodName } from '../../../config/env';
import type { Executor } from '../../../db/pool';
import type { Payment } from '../model';

const PAYMENT = 'id, order_id as "orderId", method, reference, amount, currency, status';

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
    `insert into payments (order_id, method, amount, currency, status, created_at)
     values ($1::uuid, $2, $3, $4, 'open', $5)`,
    [payment.orderId, payment.method, payment.amount, payment.currency, payment.now],
  );
}

export async function selectPaymentOfOrder(db: Executor, orderId: string): Promise<Payment | null> {
  const { rows } = await db.query<Payment>(
    `select ${PAYMENT} from payments where order_id = $1::uuid order by created_at desc, id limit 1`,
    [orderId],
  );
  return rows[0] ?? null;
}

export async function selectPayment(db: Executor, paymentId: string): Promise<Payment | null> {
  const { rows } = await db.query<Payment>(`select ${PAYMENT} from payments where id = $1::uuid`, [paymentId]);
  return rows[0] ?? null;
}

export async function updatePaymentReference(db: Executor, paymentId: string, reference: string): Promise<void> {
  await db.query('update payments set reference = $2 where id = $1::uuid and reference is null', [
    paymentId,
    reference,
  ]);
}

export async function decidePayment(
  db: Executor,
  paymentId: string,
  status: Exclude<Payment['status'], 'open'>,
  now: Date,
): Promise<void> {
  await db.query('update payments set status = $2, decided_at = $3 where id = $1::uuid', [paymentId, status, now]);
}
