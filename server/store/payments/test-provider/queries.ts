/** Read and written by the test provider only; the shop asks through its interface. */
import type { Executor } from '../../../db/pool';
import type { Locale } from '../../../i18n/locale';
import type { TestPayment } from './model';

const COLUMNS = `reference, merchant_order as "merchantOrder", amount, currency, status, return_url as "returnUrl", locale`;

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
  const { rows } = await db.query<TestPayment>(`select ${COLUMNS} from test_provider_payments where reference = $1`, [
    reference,
  ]);
  return rows[0] ?? null;
}

/** Decides an open payment; one that is decided stays as it is. */
export async function decideTestPayment(
  db: Executor,
  reference: string,
  status: 'paid' | 'declined' | 'cancelled',
): Promise<void> {
  await db.query(`update test_provider_payments set status = $2 where reference = $1 and status = 'open'`, [
    reference,
    status,
  ]);
}
