import { AppError } from '../../../process/errors';
import { readForm } from '../../../web/forms';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { tabAddress } from '../address';
import { FORMS } from '../forms';
import { readNumbers } from '../parcels/forms';
import type { OrderDesk } from '../service';
import { UNPAID_ACTS, unpaidPage } from './presenter';

declare module '../../../web/page' {
  interface Views {
    'desk/orders/unpaid': { readonly unpaid: ReturnType<typeof unpaidPage> };
  }
}

export function addUnpaidRoutes(routes: DeskRoutes, desk: OrderDesk): void {
  for (const act of UNPAID_ACTS) {
    routes.get(`/admin/orders/${act}`, 'orders.money', async (visit) => {
      const numbers = readNumbers(visit.request.query['number']);
      if (numbers.length === 0) return nothingChosen(visit);
      const orders = await desk.several(numbers);
      if (orders.length === 0) throw new AppError('not-found');
      await visit.render('desk/orders/unpaid', { unpaid: unpaidPage(act, orders, visit) });
    });
  }

  routes.post('/admin/orders/cancel', 'orders.money', async (visit) => {
    const numbers = numbersOf(visit);
    if (numbers.length === 0) return nothingChosen(visit);
    const left = await desk.cancelSeveral(numbers, visit);
    const values = { count: numbers.length - left.length, left: left.join(', ') };
    const key = left.length === 0 ? 'deskOrders:notice.cancelledSeveral' : 'deskOrders:notice.cancelledSome';
    visit.redirect(tabAddress('confirm'), { key, values });
  });

  const back = (visit: Visit): string => {
    const chosen = numbersOf(visit).map((number) => `number=${number}`);
    return chosen.length === 0 ? tabAddress('confirm') : `/admin/orders/confirm?${chosen.join('&')}`;
  };
  routes.post('/admin/orders/confirm', { needs: 'orders.money', act: 'payment', back }, async (visit) => {
    const numbers = numbersOf(visit);
    if (numbers.length === 0) return nothingChosen(visit);
    const { paid, left } = await desk.markPaidSeveral(numbers, visit);
    const count = paid.length;
    if (left.length === 0) {
      return visit.redirect(tabAddress('ship'), { key: 'deskOrders:notice.paidSeveral', values: { count } });
    }
    const values = { count, left: left.join(', ') };
    visit.redirect(tabAddress('confirm'), { key: 'deskOrders:notice.paidSome', values, wrong: true });
  });
}

const numbersOf = (visit: Visit): string[] => readNumbers(readForm(FORMS.several, visit.form).number);

const nothingChosen = (visit: Visit): void =>
  visit.redirect(tabAddress('confirm'), { key: 'deskOrders:errors.none', wrong: true });
