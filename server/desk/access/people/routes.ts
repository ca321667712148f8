import { checkInvitation } from '../../../store/accounts';
import type { FormView, Refusal } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import type { DeskAccess } from '../access';
import { FORMS } from '../forms';
import { showForm, type AccessFault } from '../presenter';
import { addPersonRoutes } from './person';
import { linkView, personRow, roleOptions } from './presenter';

declare module '../../../web/page' {
  interface Views {
    'desk/people/list': { readonly rows: readonly ReturnType<typeof personRow>[] };
    'desk/people/invite': { readonly roles: ReturnType<typeof roleOptions>; readonly form: FormView };
  }
}

const PEOPLE = '/admin/people';
const NEW = `${PEOPLE}/new`;

export function addPeopleRoutes(routes: DeskRoutes, access: DeskAccess): void {
  const { context, people } = access;

  routes.get(PEOPLE, 'people.write', async (visit) => {
    const rows = (await people.list()).map((person) => personRow(person, visit));
    await visit.render('desk/people/list', { rows });
  });

  const show = (visit: Visit, values: FormView['values'], refusal?: Refusal<AccessFault>): Promise<void> =>
    showForm(visit, { view: 'desk/people/invite', roles: roleOptions(visit) }, values, refusal);

  routes.get(NEW, 'people.write', (visit) => show(visit, { role: 'shipping' }));
  routes.post(NEW, { needs: 'people.write', act: 'people', back: () => NEW }, async (visit) => {
    const form = readForm(FORMS.invite, visit.form);
    const checked = checkInvitation(form);
    if ('errors' in checked) return show(visit, form, checked);
    const made = await people.invite(visit, { ...checked.value, role: form.role });
    if (made === 'email-taken') return show(visit, form, { errors: { email: made } });
    await visit.render('desk/people/link', { ...linkView(made, context.config.origins.app, visit), invited: true });
  });

  addPersonRoutes(routes, access);
}
