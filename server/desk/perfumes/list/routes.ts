import type { DeskServices } from '../../services';
import { readCursor } from '../../web/list-address';
import type { DeskRoutes } from '../../web/routes';
import { isCursorOf, readListFilter } from './address';
import { listView, PAGE_SIZE } from './presenter';
import { selectHouseNames, selectList } from './queries';

declare module '../../../web/page' {
  interface Views {
    'desk/perfumes/list': { readonly list: ReturnType<typeof listView> };
  }
}

export function addListRoutes(routes: DeskRoutes, { context }: DeskServices): void {
  const { pool } = context;

  routes.get('/admin/products', 'perfumes.read', async (visit) => {
    const { query } = visit.request;
    const filter = readListFilter(query);
    const after = readCursor(query, isCursorOf(filter.sort));
    const page = { now: visit.now, limit: PAGE_SIZE + 1, after };
    const [perfumes, houses] = await Promise.all([selectList(pool, filter, page), selectHouseNames(pool)]);
    const facts = { perfumes, houses, filter, isFirstPage: after === null, here: visit.request.originalUrl };
    await visit.render('desk/perfumes/list', { list: listView(facts, visit) });
  });
}
