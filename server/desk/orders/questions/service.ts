import type { Pool } from '../../../db/pool';
import { answerQuestions, closeUnanswered, type Handled } from '../../../store/orders';
import type { Doing } from '../../audit/model';
import type { DeskServices } from '../../services';
import { pageOf } from '../../web/list-address';
import type { Act } from '../acting';
import { PAGE_SIZE, type QuestionRow } from '../model';
import { selectOpenQuestions } from './queries';

export function createQuestionActs(pool: Pool, act: Act, mails: DeskServices['mails']) {
  return {
    /** @param after the last one of the page before; 0: from the first one on */
    async openQuestions(
      after: number,
    ): Promise<{ readonly shown: readonly QuestionRow[]; readonly last?: QuestionRow }> {
      return pageOf(await selectOpenQuestions(pool, after, PAGE_SIZE + 1), PAGE_SIZE);
    },

    answer: (
      number: string,
      said: { readonly seen: number; readonly answer: string },
      doing: Doing,
    ): Promise<Handled> =>
      act(number, doing, async (tx, order, hand) => {
        const result = await answerQuestions(tx, mails, order, said, hand);
        return result === 'changed' ? result : { result, entry: { action: 'order.answer' } };
      }),

    closeQuestions: (number: string, seen: number, doing: Doing): Promise<Handled> =>
      act(number, doing, async (tx, order, hand) => {
        const result = await closeUnanswered(tx, order, seen, hand);
        return result === 'changed' ? result : { result, entry: { action: 'order.close-question' } };
      }),
  };
}
