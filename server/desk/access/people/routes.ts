import { checkInvitation } from '../../../store/accounts';
import type { FormView, Refusal } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import type { DeskRoutes } from '../../web/routes';
import { toShow } from '../../web/shown-once';
import type { Visit } from '../../web/visit';
import type { DeskAccess } from '../access';
import { FORMS } from '../forms';
import { showForm, type AccessFault } from '../presenter';
import { addPersonRoutes, type ShowLink } from './person';
import { personRow, roleOptions, type ShownLink } from './presenter';

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

  const showLink: ShowLink = (visit, { token, expiresAt, person }, isInvited) => {
    const path = `${PEOPLE}/${person.id}/link`;
    const { id, name, email } = person;
    const shown: ShownLink = { token, expiresAt, isInvited, person: { id, name, email } };
    visit.request.session.shown = toShow(context.keys, path, shown, visit.now);
    visit.redirect(path);
  };

  routes.get(NEW, 'people.write', (visit) => show(visit, { role: 'shipping' }));
  routes.form(
    NEW,
    { needs: 'people.write', act: 'people', back: () => NEW },
    {
      show: (visit) => show(visit, readForm(FORMS.invite, visit.form)),
      async act(visit) {
        const form = readForm(FORMS.invite, visit.form);
        const checked = checkInvitation(form);
        if ('errors' in checked) return show(visit, form, checked);
        const made = await people.invite(visit, { ...checked.value, role: form.role });
        if (made === 'email-taken') return show(visit, form, { errors: { email: made } });
        showLink(visit, made, true);
      },
    },
  );

  addPersonRoutes(routes, access, showLink);
}
