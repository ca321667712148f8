import { foundOrThrow } from '../../../process/errors';
import { isClosed } from '../../../store/orders';
import { readForm } from '../../../web/forms';
import type { DeskRoutes } from '../../web/routes';
import { numberOf, pathOf } from '../address';
import { checkRefund, checkText, FORMS } from '../forms';
import { refundableOf } from '../page/presenter';
import { leave, showAgain, type ShowOrder } from '../page/routes';
import type { OrderDesk } from '../service';
import type { RefundAnswer } from './service';

const noticeOf = (answer: RefundAnswer) =>
  ({ key: `deskOrders:notice.refunds.${answer}`, wrong: answer === 'failed' || answer === 'too-much' }) as const;

export function addMoneyRoutes(routes: DeskRoutes, desk: OrderDesk, show: ShowOrder): void {
  const asking = (act: 'payment' | 'refund') => ({ needs: 'orders.money', act, back: pathOf }) as const;

  routes.post('/admin/orders/:number/mark-paid', asking('payment'), async (visit) => {
    const { seen } = readForm(FORMS.step, visit.form);
    const result = await desk.markPaid(numberOf(visit), seen, visit);
    if (result !== 'late') return leave(visit, result, 'paid');
    const key = isClosed(seen) ? 'deskOrders:notice.lateNoted' : 'deskOrders:notice.late';
    visit.redirect(pathOf(visit), { key, wrong: true });
  });

  routes.post('/admin/orders/:number/cancel', 'orders.money', async (visit) => {
    const { seen } = readForm(FORMS.step, visit.form);
    leave(visit, await desk.cancel(numberOf(visit), seen, visit), 'cancelled');
  });

  routes.form('/admin/orders/:number/refund', asking('refund'), {
    show: showAgain(show),
    async act(visit) {
      const { order, around } = foundOrThrow(await desk.open(numberOf(visit)));
      const checked = checkRefund(readForm(FORMS.refund, visit.form), refundableOf(order, around));
      if ('errors' in checked) return show(visit, checked.errors);
      const result = await desk.refund(numberOf(visit), checked.value, visit);
      if (result === 'too-much') return show(visit, { amount: 'too-much' });
      visit.redirect(pathOf(visit), noticeOf(result));
    },
  });

  routes.post('/admin/orders/:number/refund-held', asking('refund'), async (visit) => {
    readForm(FORMS.step, visit.form);
    const result = await desk.refundHeld(numberOf(visit), visit);
    visit.redirect(pathOf(visit), noticeOf(result));
  });

  routes.post('/admin/orders/:number/honour', asking('payment'), async (visit) => {
    const { seen } = readForm(FORMS.step, visit.form);
    const result = await desk.honour(numberOf(visit), seen, visit);
    if (result !== 'short') return leave(visit, result, 'honoured');
    visit.redirect(pathOf(visit), { key: 'deskOrders:notice.short', wrong: true });
  });

  routes.form('/admin/orders/:number/clear-flag', 'orders.money', {
    show: showAgain(show),
    async act(visit) {
      const { flag, flag_text } = readForm(FORMS.clearFlag, visit.form);
      const text = checkText('flag_text', flag_text, { required: true });
      if ('errors' in text) return show(visit, text.errors);
      leave(visit, await desk.clearFlag(numberOf(visit), flag, text.value, visit), 'flagCleared');
    },
  });
}
