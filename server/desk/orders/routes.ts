import { foundOrThrow } from '../../process/errors';
import { orderKey, orderPath } from '../../store/orders';
import type { DeskServices } from '../services';
import type { DeskRoutes } from '../web/routes';
import { numberOf, readFilter } from './address';
import { addDepositRoutes } from './deposits/routes';
import { addManualOrderRoutes } from './manual/routes';
import { addMoneyRoutes } from './money/routes';
import { orderPage } from './page/presenter';
import { addPageRoutes, type ShowOrder } from './page/routes';
import { addParcelRoutes } from './parcels/routes';
import { queueView } from './presenter';
import { addQuestionRoutes } from './questions/routes';
import { createOrderDesk } from './service';
import { addUnpaidRoutes } from './unpaid/routes';

declare module '../../web/page' {
  interface Views {
    'desk/orders/show': { readonly page: ReturnType<typeof orderPage> };
    'desk/orders/list': { readonly queue: ReturnType<typeof queueView> };
  }
}

export function addOrderRoutes(routes: DeskRoutes, services: DeskServices): void {
  const { config, keys } = services.context;
  const desk = createOrderDesk(services);

  const show: ShowOrder = async (visit, errors) => {
    const { order, around } = foundOrThrow(await desk.open(numberOf(visit)));
    const { locale, number } = order;
    const link = visit.can('orders.ship')
      ? config.origins.apex + orderPath(locale, number, orderKey(keys, order, visit.now))
      : null;
    const tried = errors ? { values: visit.form as Record<string, string>, errors } : null;
    const { carrier } = (await services.settings.current()).delivery;
    await visit.render(
      'desk/orders/show',
      { page: orderPage(order, around, { ...visit, link, tried, carrier }) },
      tried ? 422 : 200,
    );
  };

  routes.get('/admin/orders', 'orders.read', async (visit) => {
    const filter = readFilter(visit.request.query);
    await visit.render('desk/orders/list', { queue: queueView(filter, await desk.queue(filter), visit) });
  });

  addManualOrderRoutes(routes, services);
  addParcelRoutes(routes, desk, services);
  addUnpaidRoutes(routes, desk);
  addQuestionRoutes(routes, desk, show);
  addDepositRoutes(routes, services);
  addPageRoutes(routes, desk, show);
  addMoneyRoutes(routes, desk, show);
}
