import { z } from 'zod';
import { foundOrThrow } from '../../../process/errors';
import { checkName, checkPasswordChange, DESK_PASSWORD_MIN } from '../../../store/accounts';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { withinLimits, type FormView, type Refusal } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { changeSessionId } from '../../../web/session';
import { sessionRows } from '../../../web/session-list';
import type { DeskRoutes } from '../../web/routes';
import { shownHere, toShow } from '../../web/shown-once';
import type { Visit } from '../../web/visit';
import type { DeskAccess } from '../access';
import { FORMS } from '../forms';
import { showForm, type AccessFault } from '../presenter';
import { addNewAppRoutes } from './new-app';
import { selfOf } from './self';

declare module '../../../web/page' {
  interface Views {
    'desk/account/show': {
      readonly form: FormView;
      readonly sessions: ReturnType<typeof sessionRows>;
      readonly recoveryCodes: number;
    };
    'desk/account/password': { readonly form: FormView };
    'desk/account/recovery-codes': object;
    'desk/account/new-codes': z.infer<typeof newCodes>;
  }
}

const ACCOUNT = '/admin/account';
const PASSWORD = `${ACCOUNT}/password`;
const CODES = `${ACCOUNT}/recovery-codes`;
export const NEW_CODES = `${CODES}/new`;

/** @param isFirst she has just set up her access */
export const newCodes = z.strictObject({ codes: z.array(z.string()), isFirst: z.boolean() });

export function addAccountRoutes(routes: DeskRoutes, access: DeskAccess): void {
  const { account } = access;
  const { keys } = access.context;

  const show = async (visit: Visit, values: FormView['values'], refusal?: Refusal<AccessFault>): Promise<void> => {
    const { sessions, recoveryCodes } = await account.overview(selfOf(visit));
    const page = { view: 'desk/account/show', sessions: sessionRows(sessions, visit), recoveryCodes } as const;
    await showForm(visit, page, values, refusal);
  };

  routes.get(ACCOUNT, 'desk.open', (visit) => show(visit, { name: visit.staff.name, locale: visit.staff.locale }));
  routes.form(ACCOUNT, 'desk.open', {
    show: (visit) => show(visit, readForm(FORMS.profile, visit.form)),
    async act(visit) {
      const form = readForm(FORMS.profile, visit.form);
      const checked = checkName(form);
      if ('errors' in checked) return show(visit, form, checked);
      await account.changeProfile(selfOf(visit), { ...checked.value, locale: form.locale });
      visit.redirect(ACCOUNT, { key: 'deskAccess:notice.saved' });
    },
  });

  // Asked for before anything is typed: a password is kept on no page.
  const asked = { needs: 'desk.open', act: 'password', back: () => PASSWORD, again: true } as const;
  routes.get(PASSWORD, asked, (visit) => showForm(visit, { view: 'desk/account/password' }, {}));
  routes.post(PASSWORD, asked, (visit) => changePassword(visit, access));

  addNewAppRoutes(routes, access);

  routes.get(CODES, 'desk.open', (visit) => visit.render('desk/account/recovery-codes', {}));
  routes.press(CODES, { needs: 'desk.open', act: 'recovery-codes', back: () => CODES }, async (visit) => {
    const codes = await account.renewRecoveryCodes(selfOf(visit));
    const shown: z.infer<typeof newCodes> = { codes, isFirst: false };
    visit.request.session.shown = toShow(keys, NEW_CODES, shown, visit.now);
    visit.redirect(NEW_CODES);
  });
  routes.get(NEW_CODES, 'desk.open', async (visit) => {
    const shown = shownHere(keys, visit.request, newCodes, visit.now);
    if (!shown) return visit.redirect(CODES);
    await visit.render('desk/account/new-codes', shown);
  });

  routes.post(`${ACCOUNT}/sessions/end`, 'desk.open', async (visit) => {
    const { session } = readForm(FORMS.session, visit.form);
    foundOrThrow(await account.endSession(selfOf(visit), session));
    visit.redirect(ACCOUNT, { key: 'sessions:ended' });
  });
  routes.press(`${ACCOUNT}/sessions/end-others`, 'desk.open', async (visit) => {
    await account.endOtherSessions(selfOf(visit));
    visit.redirect(ACCOUNT, { key: 'sessions:othersEnded' });
  });
}

async function changePassword(
  visit: Visit,
  { account, limiter, signIns }: Pick<DeskAccess, 'account' | 'limiter' | 'signIns'>,
): Promise<void> {
  const refuse = (refusal: Refusal<AccessFault>) => showForm(visit, { view: 'desk/account/password' }, {}, refusal);
  const form = readForm(FORMS.password, visit.form);
  const { id, email, name } = visit.staff;
  const checked = checkPasswordChange(form, { email, name, min: DESK_PASSWORD_MIN });
  if ('errors' in checked) return refuse(checked);
  // Counted with the codes: whoever has a session guesses at neither.
  const attempts = [{ limit: 'freshCode', of: id }] as const;
  const outcome = await withinLimits(limiter, attempts, () => account.changePassword(selfOf(visit), form));
  if ('waitSeconds' in outcome) return refuse(outcome);
  const from = await signIns.place('desk', visit.staff, callerOf(visit.request));
  if (outcome.done === 'current-wrong') {
    await signIns.record(from, 'wrong-password');
    return refuse({ errors: { current: 'current-wrong' } });
  }
  await limiter.giveBack(attempts);
  await changeSessionId(visit.request, { staffId: id });
  // It was known by the old password, as all that are forgotten now.
  rememberBrowser(visit.response, await signIns.knowBrowser(from));
  visit.redirect(ACCOUNT, { key: 'deskAccess:notice.password' });
}
