import { LONGEST } from '../../../values/limits';
import { readForm } from '../../../web/forms';
import { listAddress, textIn, type Pager } from '../../web/list-address';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { numberOf, pathOf } from '../address';
import { checkText, FORMS } from '../forms';
import { showAgain, type ShowOrder } from '../page/routes';
import { queueTabs } from '../presenter';
import type { OrderDesk } from '../service';

declare module '../../../web/page' {
  interface Views {
    'desk/orders/questions': {
      readonly tabs: ReturnType<typeof queueTabs>;
      readonly rows: readonly {
        readonly number: string;
        readonly href: string;
        readonly recipient: string;
        readonly when: string;
        readonly question: string;
      }[];
      readonly pager: Pager;
    };
  }
}

const LIST = '/admin/orders/questions';

/** Before the pages of orders, whose numbers stand where the list's name does. */
export function addQuestionRoutes(routes: DeskRoutes, desk: OrderDesk, show: ShowOrder): void {
  routes.get(LIST, 'orders.read', async (visit) => {
    const after = Number(/^\d{1,15}$/.exec(textIn(visit.request.query, 'after'))?.[0] ?? 0);
    const [{ shown, last }, counts] = await Promise.all([desk.openQuestions(after), desk.counts()]);
    await visit.render('desk/orders/questions', {
      tabs: queueTabs('questions', counts, visit),
      rows: shown.map(({ number, recipient, askedAt, question }) => ({
        ...{ number, recipient, question },
        href: `/admin/orders/${number}#questions`,
        when: visit.format.time(askedAt),
      })),
      pager: { first: after > 0 ? LIST : null, next: last ? listAddress(LIST, { after: last.id }) : null },
    });
  });

  const leave = (visit: Visit, result: 'done' | 'changed', done: 'answered' | 'questionsClosed'): void =>
    visit.redirect(
      `${pathOf(visit)}#questions`,
      result === 'changed'
        ? { key: 'deskOrders:notice.questionsChanged', wrong: true }
        : { key: `deskOrders:notice.${done}` },
    );

  routes.form('/admin/orders/:number/answer', 'orders.ship', {
    show: showAgain(show),
    async act(visit) {
      const { seen, answer_text } = readForm(FORMS.answer, visit.form);
      const text = checkText('answer_text', answer_text, { required: true, most: LONGEST.answer });
      if ('errors' in text) {
        const { answer_text: fault } = text.errors;
        return show(visit, fault === 'long' ? { answer_text: 'answer-long' } : text.errors);
      }
      leave(visit, await desk.answer(numberOf(visit), { seen, answer: text.value }, visit), 'answered');
    },
  });

  routes.post('/admin/orders/:number/close-questions', 'orders.ship', async (visit) => {
    const { seen } = readForm(FORMS.close, visit.form);
    leave(visit, await desk.closeQuestions(numberOf(visit), seen, visit), 'questionsClosed');
  });
}
