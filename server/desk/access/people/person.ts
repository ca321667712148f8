import { foundOrThrow } from '../../../process/errors';
import type { FormView, Refusal } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import type { DeskRoutes } from '../../web/routes';
import { shownHere } from '../../web/shown-once';
import type { Visit } from '../../web/visit';
import type { DeskAccess } from '../access';
import { FORMS } from '../forms';
import { showForm, type AccessFault } from '../presenter';
import { signInRow } from '../sign-ins/presenter';
import { linkView, personRow, roleOptions, shownLink } from './presenter';
import type { MadeLink, Refusal as RefusedAct } from './service';

declare module '../../../web/page' {
  interface Views {
    'desk/people/show': {
      readonly person: ReturnType<typeof personRow>;
      readonly signIns: readonly ReturnType<typeof signInRow>[];
      readonly isSelf: boolean;
      readonly roles: ReturnType<typeof roleOptions>;
      readonly form: FormView;
    };
    'desk/people/link': ReturnType<typeof linkView>;
  }
}

const PERSON = '/admin/people/:id';
const LATEST = 5;

const pathOf = (visit: Visit): string => `/admin/people/${visit.uuid('id')}`;
const ASKED = { needs: 'people.write', act: 'people', back: pathOf } as const;

/** @param isInvited she is new; else her link was made anew */
export type ShowLink = (visit: Visit, made: MadeLink, isInvited: boolean) => void;

export function addPersonRoutes(
  routes: DeskRoutes,
  { context, people, signIns }: Pick<DeskAccess, 'context' | 'people' | 'signIns'>,
  showLink: ShowLink,
): void {
  async function show(visit: Visit, values: FormView['values'], refusal?: Refusal<AccessFault>): Promise<void> {
    const person = foundOrThrow(await people.find(visit.uuid('id')));
    const latest = await signIns.list({ side: 'desk', person: person.id, most: LATEST });
    const page = {
      view: 'desk/people/show',
      person: personRow(person, visit),
      signIns: latest.map((signIn) => signInRow(signIn, visit)),
      isSelf: person.id === visit.staff.id,
      roles: roleOptions(visit),
    } as const;
    await showForm(visit, page, { role: person.role, ...values }, refusal);
  }

  async function answer(
    visit: Visit,
    what: 'role' | 'enabled' | 'disabled',
    done: 'done' | RefusedAct,
    values: FormView['values'] = {},
  ): Promise<void> {
    if (done === 'done') visit.redirect(pathOf(visit), { key: `deskAccess:notice.${what}` });
    else await show(visit, values, { problem: `person-${done}` });
  }

  routes.get(PERSON, 'people.write', (visit) => show(visit, {}));

  routes.post(`${PERSON}/role`, ASKED, async (visit) => {
    const values = readForm(FORMS.role, visit.form);
    await answer(visit, 'role', await people.changeRole(visit, visit.uuid('id'), values.role), values);
  });

  routes.press(`${PERSON}/link`, ASKED, async (visit) => {
    const made = await people.renewLink(visit, visit.uuid('id'));
    if (typeof made === 'string') return show(visit, {}, { problem: `person-${made}` });
    showLink(visit, made, false);
  });

  routes.get(`${PERSON}/link`, 'people.write', async (visit) => {
    const shown = shownHere(context.keys, visit.request, shownLink, visit.now);
    if (!shown) return visit.redirect(pathOf(visit));
    await visit.render('desk/people/link', linkView(shown, context.config.origins.app, visit));
  });

  routes.press(`${PERSON}/enable`, ASKED, async (visit) => {
    await answer(visit, 'enabled', await people.enable(visit, visit.uuid('id')));
  });

  // These two only take away, and have to be quick when a telephone is lost: no code.
  routes.press(`${PERSON}/disable`, 'people.write', async (visit) => {
    await answer(visit, 'disabled', await people.disable(visit, visit.uuid('id')));
  });

  routes.press(`${PERSON}/sign-out`, 'people.write', async (visit) => {
    await people.signOut(visit, visit.uuid('id'));
    if (visit.uuid('id') === visit.staff.id) return visit.redirect('/admin/sign-in?notice=signed-out');
    visit.redirect(pathOf(visit), { key: 'deskAccess:notice.personSignedOut' });
  });
}
