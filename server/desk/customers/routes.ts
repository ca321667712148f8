/** The list of customers and one customer's pages. Their addresses hold a number, never an e-mail: addresses are logged. */
import { readForm, readNothing } from '../../web/forms';
import { signInRow } from '../access';
import { checkText } from '../orders';
import type { DeskServices } from '../services';
import type { DeskRoutes } from '../web/routes';
import type { Visit } from '../web/visit';
import { customerOf, pathOf, readFilter } from './address';
import { addErasureRoutes } from './erasure/routes';
import { FORMS } from './forms';
import { customerView, listView, type Tried } from './presenter';
import { createCustomerDesk } from './service';

declare module '../../web/page' {
  interface Views {
    'desk/customers/list': { readonly list: ReturnType<typeof listView> };
    'desk/customers/show': {
      readonly customer: ReturnType<typeof customerView>;
      readonly signIns: readonly ReturnType<typeof signInRow>[] | null;
    };
    'desk/customers/export': { readonly customer: ReturnType<typeof customerView> };
  }
}

const LATEST_SIGN_INS = 5;

export function addCustomerRoutes(routes: DeskRoutes, services: DeskServices): void {
  const desk = createCustomerDesk(services);

  async function show(visit: Visit, tried: Tried | null = null): Promise<void> {
    const found = await customerOf(desk, visit);
    const latest = found.accountId
      ? await services.signIns.list({ side: 'storefront', person: found.accountId, most: LATEST_SIGN_INS })
      : null;
    const signIns = latest?.map((signIn) => signInRow(signIn, visit)) ?? null;
    const customer = customerView(found, tried, visit);
    await visit.render('desk/customers/show', { customer, signIns }, tried ? 422 : 200);
  }

  routes.get('/admin/customers', 'customers.read', async (visit) => {
    const filter = readFilter(visit.request.query);
    await visit.render('desk/customers/list', { list: listView(filter, await desk.list(filter), visit) });
  });

  routes.get('/admin/customers/:id', 'customers.read', (visit) => show(visit));

  routes.form('/admin/customers/:id/block', 'customers.write', {
    show: (visit) => show(visit, { values: readForm(FORMS.block, visit.form), errors: {} }),
    async act(visit) {
      const { block_reason } = readForm(FORMS.block, visit.form);
      const reason = checkText('block_reason', block_reason, { required: true });
      if ('errors' in reason) return show(visit, { values: { block_reason }, errors: reason.errors });
      await desk.block(visit.uuid('id'), reason.value, visit);
      visit.redirect(pathOf(visit), { key: 'deskCustomers:notice.blocked' });
    },
  });

  routes.press('/admin/customers/:id/unblock', 'customers.write', async (visit) => {
    await desk.unblock(visit.uuid('id'), visit);
    visit.redirect(pathOf(visit), { key: 'deskCustomers:notice.unblocked' });
  });

  routes.get('/admin/customers/:id/export', 'files.export', async (visit) => {
    const customer = customerView(await customerOf(desk, visit), null, visit);
    await visit.render('desk/customers/export', { customer });
  });

  const back = (visit: Visit): string => `${pathOf(visit)}/export`;
  const asked = { needs: 'files.export', act: 'export', back, again: true } as const;
  routes.download('/admin/customers/:id/export', asked, async (visit) => {
    readNothing(visit.form);
    const id = visit.uuid('id');
    const everything = await desk.export(id, visit);
    visit.response
      .attachment(`customer-${id.slice(0, 8)}.json`)
      .type('application/json')
      .send(`${JSON.stringify(everything, null, 2)}\n`);
  });

  addErasureRoutes(routes, desk);
}
