/** The list of customers and one customer's pages. Their addresses hold a number, never an e-mail: addresses are logged. */
import { z } from 'zod';
import { AppError } from '../../process/errors';
import { readForm } from '../../web/forms';
import { signInRow } from '../access';
import { checkText } from '../orders';
import type { DeskServices } from '../services';
import { formatterOf, type Wording } from '../web/format';
import type { DeskRoutes } from '../web/routes';
import type { Visit } from '../web/visit';
import { readFilter } from './address';
import { FORMS } from './forms';
import type { Customer } from './model';
import { customerView, eraseView, listView, type Tried } from './presenter';
import { createCustomerDesk } from './service';

declare module '../../web/page' {
  interface Views {
    'desk/customers/list': { readonly list: ReturnType<typeof listView> };
    'desk/customers/show': {
      readonly customer: ReturnType<typeof customerView>;
      readonly signIns: readonly ReturnType<typeof signInRow>[] | null;
    };
    'desk/customers/export': { readonly customer: ReturnType<typeof customerView> };
    'desk/customers/erase': { readonly erase: ReturnType<typeof eraseView> };
  }
}

/** Enough for who asks why she can't sign in. */
const LATEST_SIGN_INS = 5;

const wordingOf = ({ locale, text }: Visit): Wording => ({ locale, text, format: formatterOf(locale) });

export function addCustomerRoutes(routes: DeskRoutes, services: DeskServices): void {
  const desk = createCustomerDesk(services);
  const doing = ({ actor, now }: Visit) => ({ actor, now });

  function idOf(visit: Visit): string {
    const id = z.uuid().safeParse(visit.param('id'));
    if (!id.success) throw new AppError('not-found');
    return id.data;
  }

  async function customerOf(visit: Visit): Promise<Customer> {
    const customer = await desk.find(idOf(visit));
    if (!customer) throw new AppError('not-found');
    return customer;
  }

  const pathOf = (visit: Visit): string => `/admin/customers/${idOf(visit)}`;

  async function show(visit: Visit, tried: Tried | null = null): Promise<void> {
    const found = await customerOf(visit);
    const latest = found.accountId
      ? await services.signIns.list({ side: 'storefront', person: found.accountId, most: LATEST_SIGN_INS })
      : null;
    const signIns = latest?.map((signIn) => signInRow(signIn, visit)) ?? null;
    const customer = customerView(found, tried, wordingOf(visit));
    await visit.render('desk/customers/show', { customer, signIns }, tried ? 422 : 200);
  }

  routes.get('/admin/customers', 'customers.read', async (visit) => {
    const filter = readFilter(visit.request.query);
    await visit.render('desk/customers/list', { list: listView(filter, await desk.list(filter), wordingOf(visit)) });
  });

  routes.get('/admin/customers/:id', 'customers.read', (visit) => show(visit));

  routes.post('/admin/customers/:id/block', 'customers.write', async (visit) => {
    const { block_reason } = readForm(FORMS.block, visit.form);
    const reason = checkText('block_reason', block_reason, { required: true });
    if ('errors' in reason) return show(visit, { values: { block_reason }, errors: reason.errors });
    await desk.block(idOf(visit), reason.value, doing(visit));
    visit.redirect(pathOf(visit), { key: 'deskCustomers:notice.blocked' });
  });

  routes.post('/admin/customers/:id/unblock', 'customers.write', async (visit) => {
    readForm(FORMS.button, visit.form);
    await desk.unblock(idOf(visit), doing(visit));
    visit.redirect(pathOf(visit), { key: 'deskCustomers:notice.unblocked' });
  });

  routes.get('/admin/customers/:id/export', 'files.export', async (visit) => {
    const customer = customerView(await customerOf(visit), null, wordingOf(visit));
    await visit.render('desk/customers/export', { customer });
  });

  routes.post(
    '/admin/customers/:id/export',
    'files.export',
    async (visit) => {
      readForm(FORMS.button, visit.form);
      const id = idOf(visit);
      const everything = await desk.export(id, doing(visit));
      visit.response
        .attachment(`customer-${id.slice(0, 8)}.json`)
        .type('application/json')
        .send(`${JSON.stringify(everything, null, 2)}\n`);
    },
    { act: 'export', back: (visit) => `${pathOf(visit)}/export`, again: true },
  );

  routes.get('/admin/customers/:id/erase', 'customers.write', async (visit) => {
    const customer = await customerOf(visit);
    const hindrances = await desk.hindrances(customer.email);
    await visit.render('desk/customers/erase', { erase: eraseView(customer, hindrances, null, wordingOf(visit)) });
  });

  routes.post(
    '/admin/customers/:id/erase',
    'customers.write',
    async (visit) => {
      const { email } = readForm(FORMS.erase, visit.form);
      const erasure = await desk.erase(idOf(visit), email, doing(visit));
      if (erasure.kind === 'erased') {
        const values = { count: erasure.orders };
        return visit.redirect('/admin/customers', { key: 'deskCustomers:notice.erased', values });
      }
      const customer = await customerOf(visit);
      const hindered = erasure.kind === 'hindered';
      const hindrances = hindered ? erasure.hindrances : await desk.hindrances(customer.email);
      const tried = { email, wrong: !hindered };
      const view = eraseView(customer, hindrances, tried, wordingOf(visit));
      await visit.render('desk/customers/erase', { erase: view }, hindered ? 409 : 422);
    },
    { act: 'erasure', back: (visit) => `${pathOf(visit)}/erase` },
  );
}
