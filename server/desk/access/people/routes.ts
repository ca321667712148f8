/** The people at the desk: invited, given a role, shut out and let in again by an owner. */
import { AppError } from '../../../process/errors';
import { checkInvitation } from '../../../store/accounts';
import type { FormState, FormView } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { ROLES, type Role } from '../../permissions';
import { formatterOf } from '../../web/format';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import type { DeskAccess } from '../access';
import { FORMS, readId } from '../forms';
import { linkAddress } from '../links';
import { formView, type AccessFault } from '../presenter';
import { signInRow } from '../sign-ins/presenter';
import { personRow } from './presenter';
import type { MadeLink, Owner, Refusal } from './service';

declare module '../../../web/page' {
  interface Views {
    'desk/people/show': {
      readonly person: ReturnType<typeof personRow>;
      readonly signIns: readonly ReturnType<typeof signInRow>[];
      readonly isSelf: boolean;
      readonly roles: readonly RoleOption[];
      readonly form: FormView;
    };
    'desk/people/link': {
      readonly address: string;
      readonly until: string;
      readonly person: MadeLink['person'];
      readonly invited: boolean;
    };
    'desk/people/list': { readonly rows: readonly ReturnType<typeof personRow>[] };
    'desk/people/invite': { readonly roles: readonly RoleOption[]; readonly form: FormView };
  }
}

const PEOPLE = '/admin/people';
const PERSON = '/admin/people/:id';
/** Sign-ins on a person's page; the list has all of them. */
const LATEST = 5;

const ownerOf = ({ staff, actor }: Visit): Owner => ({ staff, actor });

interface RoleOption {
  readonly value: Role;
  readonly label: string;
  readonly detail: string;
  readonly disabled?: boolean;
}

export function addPeopleRoutes(routes: DeskRoutes, { context, people, signIns }: DeskAccess): void {
  const roleOptions = (visit: Visit) =>
    ROLES.map((role) => ({
      value: role,
      label: visit.text(`deskAccess:roles.${role}.name`),
      detail: visit.text(`deskAccess:roles.${role}.detail`),
    }));

  const idOf = (visit: Visit): string => {
    const id = readId(visit.param('id'));
    if (!id) throw new AppError('not-found');
    return id;
  };

  async function showPerson(visit: Visit, state?: FormState<AccessFault>, status = 200): Promise<void> {
    const person = await people.find(idOf(visit));
    if (!person) throw new AppError('not-found');
    const latest = await signIns.list({ side: 'desk', person: person.id, most: LATEST });
    await visit.render(
      'desk/people/show',
      {
        person: personRow(person, visit),
        signIns: latest.map((signIn) => signInRow(signIn, visit)),
        isSelf: person.id === visit.staff.id,
        roles: roleOptions(visit),
        form: formView(visit.text, state ?? { values: { role: person.role } }),
      },
      status,
    );
  }

  /** The link, in the answer itself: it is kept nowhere, not even for the length of a redirect. */
  const showLink = (visit: Visit, { token, expiresAt, person }: MadeLink, invited: boolean): Promise<void> =>
    visit.render('desk/people/link', {
      address: linkAddress(context.config.origins.app, token),
      until: formatterOf(visit.locale).time(expiresAt),
      person,
      invited,
    });

  routes.get(PEOPLE, 'people.write', async (visit) => {
    const rows = (await people.list()).map((person) => personRow(person, visit));
    await visit.render('desk/people/list', { rows });
  });

  const showInvite = (visit: Visit, state: FormState<AccessFault>, status = 200): Promise<void> =>
    visit.render('desk/people/invite', { roles: roleOptions(visit), form: formView(visit.text, state) }, status);

  routes.get(`${PEOPLE}/new`, 'people.write', (visit) => showInvite(visit, { values: { role: 'shipping' } }));

  routes.post(
    `${PEOPLE}/new`,
    'people.write',
    async (visit) => {
      const form = readForm(FORMS.invite, visit.form);
      const values = { email: form.email, name: form.name, role: form.role };
      const checked = checkInvitation(form);
      if ('errors' in checked) return showInvite(visit, { values, errors: checked.errors }, 422);
      const made = await people.invite(ownerOf(visit), { ...checked.value, role: form.role });
      if (made === 'email-taken') return showInvite(visit, { values, errors: { email: made } }, 422);
      await showLink(visit, made, true);
    },
    { act: 'people', back: () => `${PEOPLE}/new` },
  );

  routes.get(PERSON, 'people.write', (visit) => showPerson(visit));

  const refuse = (visit: Visit, why: Refusal, values: FormView['values'] = {}): Promise<void> =>
    showPerson(visit, { values, problem: `person-${why}` }, 422);
  const code = { act: 'people', back: (visit: Visit) => `${PEOPLE}/${idOf(visit)}` } as const;

  routes.post(
    `${PERSON}/role`,
    'people.write',
    async (visit) => {
      const id = idOf(visit);
      const { role } = readForm(FORMS.role, visit.form);
      const done = await people.changeRole(ownerOf(visit), id, role);
      if (done !== 'done') return refuse(visit, done, { role });
      visit.redirect(`${PEOPLE}/${id}`, { key: 'deskAccess:notice.role' });
    },
    code,
  );

  routes.post(
    `${PERSON}/link`,
    'people.write',
    async (visit) => {
      readForm(FORMS.nothing, visit.form);
      const made = await people.renewLink(ownerOf(visit), idOf(visit));
      if (typeof made === 'string') return refuse(visit, made);
      await showLink(visit, made, false);
    },
    code,
  );

  routes.post(
    `${PERSON}/enable`,
    'people.write',
    async (visit) => {
      const id = idOf(visit);
      readForm(FORMS.nothing, visit.form);
      const done = await people.enable(ownerOf(visit), id);
      if (done !== 'done') return refuse(visit, done);
      visit.redirect(`${PEOPLE}/${id}`, { key: 'deskAccess:notice.enabled' });
    },
    code,
  );

  // These two only take away, and have to be quick when a telephone is lost: no code.
  routes.post(`${PERSON}/disable`, 'people.write', async (visit) => {
    const id = idOf(visit);
    readForm(FORMS.nothing, visit.form);
    const done = await people.disable(ownerOf(visit), id);
    if (done !== 'done') return refuse(visit, done);
    visit.redirect(`${PEOPLE}/${id}`, { key: 'deskAccess:notice.disabled' });
  });

  routes.post(`${PERSON}/sign-out`, 'people.write', async (visit) => {
    const id = idOf(visit);
    readForm(FORMS.nothing, visit.form);
    await people.signOut(ownerOf(visit), id);
    if (id === visit.staff.id) return visit.redirect('/admin/sign-in?notice=signed-out');
    visit.redirect(`${PEOPLE}/${id}`, { key: 'deskAccess:notice.personSignedOut' });
  });
}
