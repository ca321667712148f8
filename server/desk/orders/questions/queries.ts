import type { Executor } from '../../../db/pool';
import type { QuestionRow } from '../model';

/** Those that wait for an answer, the oldest first. */
export async function selectOpenQuestions(db: Executor, after: number, most: number): Promise<QuestionRow[]> {
  const { rows } = await db.query<QuestionRow & Record<string, unknown>>(
    `select q.id, o.number, o.recipient, q.asked_at as "askedAt", q.question
     from order_questions q join orders o on o.id = q.order_id
     where q.closed_at is null and q.id > $1 order by q.id limit $2`,
    [after, most],
  );
  return rows;
}
