import type { DeskServices } from '../services';
import { listAddress, type Pager } from '../web/list-address';
import type { DeskRoutes } from '../web/routes';
import { CONSOLE_FILTER, readFilters, type Filters } from './forms';
import { entryRow, kindOptions } from './presenter';
import { readAudit } from './service';

declare module '../../web/page' {
  interface Views {
    'desk/audit/list': {
      readonly filters: Filters;
      readonly narrowed: boolean;
      readonly whoOptions: readonly { readonly value: string; readonly label: string }[];
      readonly kindOptions: readonly { readonly value: string; readonly label: string }[];
      readonly entries: readonly ReturnType<typeof entryRow>[];
      readonly pager: Pager;
    };
  }
}

const PATH = '/admin/audit';

export function addAuditRoutes(routes: DeskRoutes, { context }: DeskServices): void {
  routes.get(PATH, 'audit.read', async (visit) => {
    const filters = readFilters(visit.request.query);
    const { entries, next, people, saying } = await readAudit(context.pool, filters, visit.locale);
    const all = { value: '', label: visit.text('desk:all') };
    await visit.render('desk/audit/list', {
      filters,
      narrowed: Boolean(filters.who || filters.kind || filters.from || filters.to),
      whoOptions: [
        all,
        ...people.map(({ id, name }) => ({ value: id, label: name })),
        { value: CONSOLE_FILTER, label: visit.text('deskAudit:console') },
      ],
      kindOptions: [all, ...kindOptions(visit)],
      entries: entries.map((entry) => entryRow(entry, visit, saying)),
      pager: {
        first: filters.after === null ? null : listAddress(PATH, { ...filters, after: null }),
        next: next === null ? null : listAddress(PATH, { ...filters, after: next }),
      },
    });
  });
}
