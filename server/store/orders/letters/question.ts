import { formatWon } from '../../../money/money';
import type { Letter } from '../../mail';
import { OWNER_LOCALE } from '../../mail/model';
import { translateTo } from '../../texts';
import type { Order } from '../model';
import { seeOrder, toBuyer } from './order';

/** To the owner. @param app the desk's address */
export function orderQuestionLetter(order: Order, question: string, app: string): Letter {
  const text = translateTo(OWNER_LOCALE);
  return {
    subject: text('orderLetters:orderQuestion.subject', { number: order.number }),
    title: text('orderLetters:orderQuestion.title'),
    blocks: [
      { kind: 'text', text: question },
      {
        kind: 'facts',
        title: text('orderLetters:orderQuestion.order'),
        facts: [
          { label: text('orderLetters:order.number'), value: order.number },
          { label: text('orderLetters:order.total'), value: formatWon(order.total) },
        ],
      },
      {
        kind: 'action',
        label: text('orderLetters:orderQuestion.answer'),
        href: `${app}/admin/orders/${order.number}#questions`,
      },
    ],
    closing: text('orderLetters:newOrder.closing'),
  };
}

export function questionAnsweredLetter(
  order: Order,
  { questions, answer }: { readonly questions: readonly string[]; readonly answer: string },
  apex: string,
): Letter {
  const text = translateTo(order.locale);
  return toBuyer('questionAnswered', order, apex, [
    { kind: 'text', text: answer },
    { kind: 'text', text: `${text('orderLetters:questionAnswered.asked')}\n${questions.join('\n\n')}` },
    seeOrder(order, apex, text('orderLetters:order.see')),
  ]);
}
