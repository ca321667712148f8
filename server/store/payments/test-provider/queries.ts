/** Read and written by the test provider only; the shop asks through its interface. */
import type { Executor } from '../../../db/pool';
import type { Locale } from '../../../i18n/locale';
import type { LedgerRow } from '../provider';
import type { TestCancel, TestPayment } from './model';

const PAYMENT = `
  select p.reference, p.merchant_payment as "merchantPayment", p.merchant_order as "merchantOrder", p.amount,
    p.currency, p.status, p.cancelled, p.decided_at as "decidedAt", p.return_url as "returnUrl", p.locale,
    coalesce((select json_agg(json_build_object('refund', c.merchant_refund, 'amount', c.amount, 'at', c.at)
      order by c.at, c.merchant_refund) from test_provider_cancels c where c.reference = p.reference), '[]') as cancels
  from test_provider_payments p`;

type Row = Omit<TestPayment, 'cancels'> & { readonly cancels: readonly (Omit<TestCancel, 'at'> & { at: string })[] };

const paymentOf = ({ cancels, ...row }: Row): TestPayment => ({
  ...row,
  cancels: cancels.map((cancel) => ({ ...cancel, at: new Date(cancel.at) })),
});

export interface NewTestPayment {
  readonly reference: string;
  readonly merchantPayment: string;
  readonly merchantOrder: string;
  readonly amount: number;
  readonly currency: string;
  readonly returnUrl: string;
  readonly locale: Locale;
  readonly createdAt: Date;
}

/** @returns the payment's reference: the one given, or that of the same payment opened before */
export async function insertTestPayment(db: Executor, payment: NewTestPayment): Promise<string> {
  const { rows } = await db.query<{ reference: string }>(
    `insert into test_provider_payments
       (reference, merchant_payment, merchant_order, amount, currency, status, return_url, locale, created_at)
     values ($1, $2, $3, $4, $5, 'open', $6, $7, $8)
     on conflict (merchant_payment) do update set return_url = excluded.return_url
     returning reference`,
    [
      payment.reference,
      payment.merchantPayment,
      payment.merchantOrder,
      payment.amount,
      payment.currency,
      payment.returnUrl,
      payment.locale,
      payment.createdAt,
    ],
  );
  return rows[0]?.reference ?? payment.reference;
}

export async function selectTestPayment(db: Executor, reference: string): Promise<TestPayment | null> {
  const { rows } = await db.query<Row>(`${PAYMENT} where p.reference = $1`, [reference]);
  return rows[0] ? paymentOf(rows[0]) : null;
}

export async function selectTestPaymentOf(db: Executor, merchantPayment: string): Promise<TestPayment | null> {
  const { rows } = await db.query<Row>(`${PAYMENT} where p.merchant_payment = $1`, [merchantPayment]);
  return rows[0] ? paymentOf(rows[0]) : null;
}

/** Decides an open payment; one that is decided stays as it is. */
export async function decideTestPayment(
  db: Executor,
  reference: string,
  status: 'paid' | 'declined' | 'cancelled',
  now: Date,
): Promise<void> {
  await db.query(
    `update test_provider_payments set status = $2, decided_at = $3 where reference = $1 and status = 'open'`,
    [reference, status, now],
  );
}

/** Nothing where it would be more than is left; the same refund again is the same one. */
export async function cancelTestPayment(
  db: Executor,
  cancel: { readonly refund: string; readonly payment: string; readonly amount: number; readonly at: Date },
): Promise<void> {
  await db.query(
    `with cut as (
       update test_provider_payments set cancelled = cancelled + $3
       where merchant_payment = $2 and status = 'paid' and cancelled + $3 <= amount
         and not exists (select from test_provider_cancels where merchant_refund = $1)
       returning reference
     )
     insert into test_provider_cancels (merchant_refund, reference, amount, at) select $1, reference, $3, $4 from cut`,
    [cancel.refund, cancel.payment, cancel.amount, cancel.at],
  );
}

export async function selectTestLedger(db: Executor, from: Date, to: Date): Promise<LedgerRow[]> {
  const { rows } = await db.query<LedgerRow & Record<string, unknown>>(
    `select reference as id, merchant_payment as "attemptId", reference, 'sale' as kind, amount, currency, decided_at as at
     from test_provider_payments where status = 'paid' and decided_at between $1 and $2
     union all
     select c.merchant_refund, p.merchant_payment, p.reference, 'cancel', c.amount, p.currency, c.at
     from test_provider_cancels c join test_provider_payments p on p.reference = c.reference
     where c.at between $1 and $2
     order by at, id`,
    [from, to],
  );
  return rows;
}
