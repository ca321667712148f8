/** The first page: what has to be done next. */
import type { ShopServices } from '../../shop/services';
import type { DeskRoutes } from '../http/routes';

export function addTodayRoutes(routes: DeskRoutes, _services: ShopServices): void {
  routes.get('/admin', 'desk.open', async (visit) => {
    await visit.render('today/show', {});
  });
}
