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
  async function show(visit: Visit, tried: Parameters<typeof eraseView>[2] = null, status = 200): Promise<void> {
    const customer = await customerOf(desk, visit);
    const hindrances = await desk.hindrances(customer.email);
    await visit.render('desk/customers/erase', { erase: eraseView(customer, hindrances, tried, visit) }, status);
  }

  routes.get(PATH, 'customers.write', (visit) => show(visit));

  const back = (visit: Visit): string => `${pathOf(visit)}/erase`;
  routes.form(
    PATH,
    { needs: 'customers.write', act: 'erasure', back },
    {
      show: (visit) => show(visit, { ...readForm(FORMS.erase, visit.form), wrong: false }),
      async act(visit) {
        const { email } = readForm(FORMS.erase, visit.form);
        const erasure = await desk.erase(visit.uuid('id'), email, visit);
        if (erasure.kind === 'erased') {
          const values = { count: erasure.orders };
          return visit.redirect('/admin/customers', { key: 'deskCustomers:notice.erased', values });
        }
        const hindered = erasure.kind === 'hindered';
        await show(visit, { email, wrong: !hindered }, hindered ? 409 : 422);
      },
    },
  );
}
