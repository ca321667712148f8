/** One search for whoever is asked something on the telephone: `/admin/search?q=…`. */
import { searchWords } from '../../values/text';
import { createCustomerDesk } from '../customers/service';
import { createOrderDesk } from '../orders/service';
import { createPerfumes } from '../perfumes/service';
import type { Permission } from '../permissions';
import type { DeskServices } from '../services';
import type { DeskRoutes } from '../web/routes';
import { MOST_SHOWN, searchView } from './presenter';

declare module '../../web/page' {
  interface Views {
    'desk/search/show': { readonly found: ReturnType<typeof searchView> };
  }
}

export function addSearchRoutes(routes: DeskRoutes, services: DeskServices): void {
  const perfumes = createPerfumes(services.context);
  const orders = createOrderDesk(services);
  const customers = createCustomerDesk(services);
  const most = MOST_SHOWN + 1;

  routes.get('/admin/search', 'desk.open', async (visit) => {
    const search = searchWords(visit.request.query['q']) ?? '';
    const part = <T>(needs: Permission, find: () => Promise<T[]>): Promise<T[]> | null => {
      if (!visit.can(needs)) return null;
      return search === '' ? Promise.resolve([]) : find();
    };
    const found = await Promise.all([
      part('perfumes.read', () => perfumes.search(search, most)),
      part('orders.read', () => orders.search(search, most)),
      part('customers.read', () => customers.search(search, most)),
    ]);
    const [foundPerfumes, foundOrders, foundCustomers] = found;
    const view = { perfumes: foundPerfumes, orders: foundOrders, customers: foundCustomers };
    await visit.render('desk/search/show', { found: searchView(search, view, visit) });
  });
}
