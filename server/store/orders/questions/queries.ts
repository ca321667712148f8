import type { Executor } from '../../../db/pool';
import type { OrderQuestion } from '../model';

export async function selectQuestions(db: Executor, orderId: string): Promise<OrderQuestion[]> {
  const { rows } = await db.query<OrderQuestion & Record<string, unknown>>(
    `select id, asked_at as "askedAt", question, closed_at as "closedAt", answer
     from order_questions where order_id = $1::uuid and question <> '' order by id`,
    [orderId],
  );
  return rows;
}

/** Under the order's lock. @returns false when it has so many open ones already */
export async function insertQuestion(
  db: Executor,
  { orderId, at, question }: { readonly orderId: string; readonly at: Date; readonly question: string },
  mostOpen: number,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into order_questions (order_id, asked_at, question)
     select $1::uuid, $2, $3
     where (select count(*) from order_questions where order_id = $1::uuid and closed_at is null) < $4`,
    [orderId, at, question, mostOpen],
  );
  return rowCount === 1;
}

export async function isOpenQuestion(db: Executor, orderId: string, question: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'select from order_questions where order_id = $1::uuid and closed_at is null and question = $2',
    [orderId, question],
  );
  return (rowCount ?? 0) > 0;
}

/** All that are open up to the last one that was seen, which has the answer. @returns none where that one isn't open */
export async function closeQuestions(
  db: Executor,
  { orderId, seen, answer }: { readonly orderId: string; readonly seen: number; readonly answer: string | null },
  { staffId, now }: { readonly staffId: string | null; readonly now: Date },
): Promise<string[]> {
  const { rows } = await db.query<{ question: string }>(
    `update order_questions set closed_at = $3, staff_id = $4::uuid, answer = case when id = $2 then $5 end
     where order_id = $1::uuid and closed_at is null and id <= $2
       and exists (select from order_questions where id = $2 and order_id = $1::uuid and closed_at is null)
     returning question, id`,
    [orderId, seen, now, staffId, answer],
  );
  return rows.map(({ question }) => question);
}
