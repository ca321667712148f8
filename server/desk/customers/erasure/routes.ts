import { readForm } from '../../../web/forms';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { customerOf, pathOf } from '../address';
import { FORMS } from '../forms';
import { eraseView } from '../presenter';
import type { CustomerDesk } from '../service';

declare module '../../../web/page' {
  interface Views {
    'desk/customers/erase': { readonly erase: ReturnType<typeof eraseView> };
  }
}

const PATH = '/admin/customers/:id/erase';

export function addErasureRoutes(routes: DeskRoutes, desk: CustomerDesk): void {
  routes.get(PATH, 'customers.write', async (visit) => {
    const customer = await customerOf(desk, visit);
    const hindrances = await desk.hindrances(customer.email);
    await visit.render('desk/customers/erase', { erase: eraseView(customer, hindrances, null, visit) });
  });

  const back = (visit: Visit): string => `${pathOf(visit)}/erase`;
  routes.post(PATH, { needs: 'customers.write', act: 'erasure', back }, async (visit) => {
    const { email } = readForm(FORMS.erase, visit.form);
    const erasure = await desk.erase(visit.uuid('id'), email, visit);
    if (erasure.kind === 'erased') {
      const values = { count: erasure.orders };
      return visit.redirect('/admin/customers', { key: 'deskCustomers:notice.erased', values });
    }
    const customer = await customerOf(desk, visit);
    const hindered = erasure.kind === 'hindered';
    const hindrances = hindered ? erasure.hindrances : await desk.hindrances(customer.email);
    const tried = { email, wrong: !hindered };
    const view = eraseView(customer, hindrances, tried, visit);
    await visit.render('desk/customers/erase', { erase: view }, hindered ? 409 : 422);
  });
}
