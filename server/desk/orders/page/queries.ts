import type { Executor } from '../../../db/pool';
import type { OrderEvent, OrderMail, OrderSurroundings } from '../model';

/** As JSON has them: times are texts. */
type Told<T> = {
  readonly [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K];
};

interface SurroundingsRow extends Omit<OrderSurroundings, 'events' | 'mails' | 'questions'> {
  readonly questions: readonly Told<OrderSurroundings['questions'][number]>[];
  readonly events: readonly Told<OrderEvent>[];
  readonly mails: readonly Told<OrderMail>[];
}

export async function selectSurroundings(db: Executor, orderId: string): Promise<OrderSurroundings> {
  const { rows } = await db.query<SurroundingsRow>(
    `select
       coalesce((
         select json_agg(json_build_object('id', q.id, 'askedAt', q.asked_at, 'question', q.question,
           'closedAt', q.closed_at, 'answer', q.answer, 'staff', s.name) order by q.id)
         from order_questions q left join staff s on s.id = q.staff_id where q.order_id = o.id and q.question <> ''
       ), '[]') as questions,
       coalesce((
         select json_agg(json_build_object('at', e.at, 'kind', e.kind, 'detail', e.detail, 'staff', s.name)
           order by e.id desc)
         from order_events e left join staff s on s.id = e.staff_id where e.order_id = o.id
       ), '[]') as events,
       coalesce((
         select json_agg(json_build_object('id', m.id, 'kind', m.kind, 'recipient', m.recipient, 'status', m.status,
           'lastError', m.last_error, 'createdAt', m.created_at, 'sentAt', m.sent_at) order by m.id desc)
         from outbox m where m.order_id = o.id
       ), '[]') as mails,
       money_received(o.id) as received,
       (select coalesce(sum(p.refunding), 0) from payments p where p.order_id = o.id)::bigint as refunding,
       (select coalesce(sum(p.captured - p.refunded - p.refunding), 0) from payments p
         where p.order_id = o.id and p.state = 'hold')::bigint as held,
       coalesce((
         select json_object_agg(t.variant_id, t.quantity) from (
           select l.variant_id, sum(l.quantity) as quantity
           from refund_lines l join refunds r on r.id = l.refund_id
           where l.order_id = o.id and r.state <> 'failed' group by l.variant_id) t
       ), '{}') as "refundedBottles",
       (select p.reference from payments p where p.order_id = o.id order by p.created_at desc, p.id limit 1)
         as "paymentReference",
       (select c.id from customers c where c.email = lower(o.email)) as "customerId",
       exists (select from blocked_customers b where b.email = lower(o.email)) as blocked
     from orders o where o.id = $1::uuid`,
    [orderId],
  );
  const [row] = rows;
  if (!row) throw new Error(`there is no order ${orderId}`);
  return {
    ...row,
    questions: row.questions.map((one) => ({
      ...one,
      askedAt: new Date(one.askedAt),
      closedAt: one.closedAt === null ? null : new Date(one.closedAt),
    })),
    events: row.events.map((event) => ({ ...event, at: new Date(event.at) })),
    mails: row.mails.map((mail) => ({
      ...mail,
      createdAt: new Date(mail.createdAt),
      sentAt: mail.sentAt === null ? null : new Date(mail.sentAt),
    })),
  };
}
