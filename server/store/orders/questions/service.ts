/** What a buyer asks about her order, and what the shop answers: a letter each way, and a thread on the order's page. */
import type { Executor } from '../../../db/pool';
import type { Hand, Handled } from '../handling/service';
import type { OrderMails } from '../mails';
import type { OrderQuestion, StoredOrder } from '../model';
import { closeQuestions, insertQuestion, isOpenQuestion, selectQuestions } from './queries';

/** Of an order: more would be a conversation with nobody. */
export const MOST_OPEN_QUESTIONS = 3;

/** `full`: so many wait for their answer already. */
export type Asked = 'asked' | 'full';

/** The oldest first. Of an order that was erased there are none. */
export const threadOf: (db: Executor, orderId: string) => Promise<OrderQuestion[]> = selectQuestions;

/** Under the order's row lock. A form that was sent twice asks once. */
export async function askAboutOrder(
  tx: Executor,
  mails: Pick<OrderMails, 'orderQuestion'>,
  order: StoredOrder,
  question: string,
  now: Date,
): Promise<Asked> {
  if (await isOpenQuestion(tx, order.id, question)) return 'asked';
  if (!(await insertQuestion(tx, { orderId: order.id, at: now, question }, MOST_OPEN_QUESTIONS))) return 'full';
  await mails.orderQuestion(tx, order, question);
  return 'asked';
}

/** One letter answers all that was open. @param seen the last question that whoever answers had before her */
export async function answerQuestions(
  tx: Executor,
  mails: Pick<OrderMails, 'questionAnswered'>,
  order: StoredOrder,
  { seen, answer }: { readonly seen: number; readonly answer: string },
  hand: Hand,
): Promise<Handled> {
  const questions = await closeQuestions(tx, { orderId: order.id, seen, answer }, hand);
  if (questions.length === 0) return 'changed';
  await mails.questionAnswered(tx, order, { questions, answer });
  return 'done';
}

/** Without an answer: it was given on the telephone, or none is needed. */
export async function closeUnanswered(tx: Executor, order: StoredOrder, seen: number, hand: Hand): Promise<Handled> {
  const questions = await closeQuestions(tx, { orderId: order.id, seen, answer: null }, hand);
  return questions.length === 0 ? 'changed' : 'done';
}
