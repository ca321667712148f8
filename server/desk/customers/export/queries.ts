import type { Executor } from '../../../db/pool';

/** null for an unknown id. Times are ISO 8601, amounts whole won. No password hash, and no key of anybody. */
export async function selectEverything(db: Executor, customerId: string): Promise<unknown> {
  const { rows } = await db.query<{ everything: unknown }>(
    `select json_build_object(
       'customer', json_build_object('email', c.email, 'name', c.name, 'phone', c.phone, 'lastSeenAt', c.last_seen_at),
       'account', (
         select json_build_object('email', a.email, 'name', a.name, 'locale', a.locale, 'createdAt', a.created_at)
         from accounts a where a.email = c.email
       ),
       'signIns', coalesce((
         select json_agg(json_build_object('at', s.at, 'times', s.times, 'outcome', s.outcome, 'browser', s.browser,
           -- Somebody else's, where the password was wrong.
           'address', case when s.outcome in ('in', 'registered') then s.address end) order by s.id)
         from sign_ins s join accounts a on a.id = s.account_id where a.email = c.email
       ), '[]'),
       'blocked', (select json_build_object('at', b.at) from blocked_customers b where b.email = c.email),
       'cart', coalesce((
         select json_agg(json_build_object('sku', v.sku, 'quantity', i.quantity, 'addedAt', i.added_at))
         from carts k join accounts a on a.id = k.account_id join cart_items i on i.cart_id = k.id
           join variants v on v.id = i.variant_id
         where a.email = c.email and k.ordered_at is null
       ), '[]'),
       'orders', coalesce((
         select json_agg(json_build_object(
           'number', o.number, 'status', o.status, 'placedAt', o.placed_at, 'paidAt', o.paid_at,
           'shippedAt', o.shipped_at, 'deliveredAt', o.delivered_at, 'closedAt', o.closed_at, 'locale', o.locale,
           'email', o.email, 'recipient', o.recipient, 'phone', o.phone, 'postcode', o.postcode,
           'addressLine1', o.address_line1, 'addressLine2', o.address_line2, 'deliveryNote', o.delivery_note,
           'currency', o.currency, 'subtotal', o.subtotal, 'deliveryFee', o.delivery_fee, 'total', o.total,
           'refunded', o.refunded, 'paymentMethod', o.payment_method,
           'depositor', (select d.name from depositors d where d.order_id = o.id), 'carrier', o.carrier,
           'trackingNumber', o.tracking_number,
           'lines', (
             select json_agg(json_build_object('sku', l.sku, 'name', l.name_ko, 'volumeMl', l.volume_ml,
               'unitPrice', l.unit_price, 'quantity', l.quantity) order by l.position)
             from order_lines l where l.order_id = o.id
           ),
           'events', (
             select json_agg(json_build_object('at', e.at, 'kind', e.kind, 'detail', e.detail) order by e.id)
             from order_events e where e.order_id = o.id
           ),
           'questions', coalesce((
             select json_agg(json_build_object('at', q.asked_at, 'question', q.question, 'answer', q.answer,
               'closedAt', q.closed_at) order by q.id)
             from order_questions q where q.order_id = o.id
           ), '[]'),
           'payments', (
             select json_agg(json_build_object('method', p.method, 'amount', p.amount, 'status', p.status,
               'createdAt', p.created_at, 'decidedAt', p.decided_at) order by p.created_at)
             from payments p where p.order_id = o.id
           ),
           'refunds', coalesce((
             select json_agg(json_build_object('at', r.at, 'amount', r.amount, 'note', r.note) order by r.at)
             from refunds r where r.order_id = o.id
           ), '[]')
         ) order by o.placed_at)
         from orders o
         where o.id in (select orders_of_customer(c.email))
       ), '[]'),
       'mails', coalesce((
         select json_agg(json_build_object('kind', m.kind, 'subject', m.subject, 'text', m.body_text,
           'createdAt', m.created_at, 'sentAt', m.sent_at) order by m.id)
         from outbox m where lower(m.recipient) = c.email
       ), '[]')
     ) as everything
     from customers c where c.id = $1::uuid`,
    [customerId],
  );
  return rows[0]?.everything ?? null;
}
