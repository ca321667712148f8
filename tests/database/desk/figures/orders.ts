import { randomUUID } from 'node:crypto';
import type { Pool } from '../../../../server/db/pool';

interface PlainOrder {
  readonly at: string;
  readonly lines: readonly (readonly [variantId: number, quantity: number, unitPrice: number])[];
  readonly fee?: number;
  readonly method?: 'bank' | 'test';
}

/** @returns the order's id; it waits for money */
export async function placeOrder(pool: Pool, { at, lines, fee = 0, method = 'bank' }: PlainOrder): Promise<string> {
  const id = randomUUID();
  const subtotal = lines.reduce((sum, [, quantity, price]) => sum + quantity * price, 0);
  await pool.query('insert into carts (id, ordered_at) values ($1, $2)', [id, at]);
  await pool.query(
    `insert into orders (id, number, cart_id, locale, email, recipient, phone, postcode, address_line1, address_line2,
       delivery_note, currency, subtotal, delivery_fee, total, status, payment_method, payment_due_at, placed_at)
     values ($1, $2, $1, 'ko', 'a@example.com', 'ㄱ', '010-1234-5678', '03051', 'ㄴ', '', '', 'KRW', $3, $4, $5,
       'pending', $6, $7, $7)`,
    [id, `EA-${id.slice(0, 10)}`, subtotal, fee, subtotal + fee, method, at],
  );
  await pool.query(
    `insert into payments (order_id, method, amount, currency, status, created_at) values ($1, $2, $3, 'KRW', 'open', $4)`,
    [id, method, subtotal + fee, at],
  );
  for (const [position, [variantId, quantity, price]] of lines.entries()) {
    await pool.query(
      `insert into order_lines (order_id, position, variant_id, sku, perfume_slug, name_ko, name_en, house_ko, house_en,
         volume_ml, picture, unit_price, quantity)
       values ($1, $2, $3, 's', 'p', 'ㄱ', 'a', 'ㄱ', 'a', 50, 'x', $4, $5)`,
      [id, position, variantId, price, quantity],
    );
  }
  return id;
}

/** Its money comes, whatever became of the order. */
export async function payLate(pool: Pool, id: string, at: string): Promise<void> {
  await pool.query(`update payments set status = 'paid', decided_at = $2 where order_id = $1`, [id, at]);
}

export async function payWrongly(pool: Pool, id: string, amount: number, at: string): Promise<void> {
  await pool.query(
    `insert into order_events (order_id, at, kind, detail)
     values ($1, $2, 'amount-mismatch', jsonb_build_object('amount', $3::integer, 'currency', 'KRW'))`,
    [id, at, amount],
  );
}

export async function payOrder(pool: Pool, id: string, at: string): Promise<void> {
  await payLate(pool, id, at);
  await pool.query(`update orders set status = 'paid', paid_at = $2 where id = $1`, [id, at]);
}

export async function cancelOrder(pool: Pool, id: string, at: string): Promise<void> {
  await pool.query(`update orders set status = 'cancelled', closed_at = $2, stock_returned_at = $2 where id = $1`, [
    id,
    at,
  ]);
}

export async function refundOrder(pool: Pool, id: string, amount: number, at: string): Promise<void> {
  await pool.query(
    `insert into refunds (order_id, attempt, amount, note, at) values ($1, gen_random_uuid(), $2, '', $3)`,
    [id, amount, at],
  );
}

export async function paidOrder(pool: Pool, order: PlainOrder): Promise<string> {
  const id = await placeOrder(pool, order);
  await payOrder(pool, id, order.at);
  return id;
}
