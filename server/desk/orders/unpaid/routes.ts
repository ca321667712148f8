import { AppError } from '../../../process/errors';
import { readForm } from '../../../web/forms';
import type { DeskRoutes } from '../../web/routes';
import { tabAddress } from '../address';
import { FORMS } from '../forms';
import { readNumbers } from '../parcels/forms';
import type { OrderDesk } from '../service';
import { cancelPage } from './presenter';

declare module '../../../web/page' {
  interface Views {
    'desk/orders/cancel': { readonly cancel: ReturnType<typeof cancelPage> };
  }
}

export function addUnpaidRoutes(routes: DeskRoutes, desk: OrderDesk): void {
  const nothingChosen = { key: 'deskOrders:errors.none', wrong: true } as const;

  routes.get('/admin/orders/cancel', 'orders.money', async (visit) => {
    const numbers = readNumbers(visit.request.query['number']);
    if (numbers.length === 0) return visit.redirect(tabAddress('confirm'), nothingChosen);
    const orders = await desk.several(numbers);
    if (orders.length === 0) throw new AppError('not-found');
    await visit.render('desk/orders/cancel', { cancel: cancelPage(orders, visit) });
  });

  routes.post('/admin/orders/cancel', 'orders.money', async (visit) => {
    const numbers = readNumbers(readForm(FORMS.cancelSeveral, visit.form).number);
    if (numbers.length === 0) return visit.redirect(tabAddress('confirm'), nothingChosen);
    const left = await desk.cancelSeveral(numbers, visit);
    const values = { count: numbers.length - left.length, left: left.join(', ') };
    const key = left.length === 0 ? 'deskOrders:notice.cancelledSeveral' : 'deskOrders:notice.cancelledSome';
    visit.redirect(tabAddress('confirm'), { key, values });
  });
}
