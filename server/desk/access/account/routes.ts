/** One's own account: name and language, password, authenticator app, recovery codes, sessions. */
import { AppError } from '../../../process/errors';
import { checkName, checkPasswordChange, DESK_PASSWORD_MIN } from '../../../store/accounts';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { withinLimits, type FormState, type FormView } from '../../../web/form-page';
import { readForm, type FieldErrors } from '../../../web/forms';
import { changeSessionId } from '../../../web/session';
import { sessionRows } from '../../../web/session-list';
import type { DeskRoutes } from '../../web/routes';
import { isStepOpen, type NewApp } from '../../web/session';
import type { Visit } from '../../web/visit';
import type { DeskAccess } from '../access';
import { FORMS } from '../forms';
import { formView, secretToShow, type AccessFault, type SecretToShow } from '../presenter';
import type { Self } from './service';

declare module '../../../web/page' {
  interface Views {
    'desk/account/show': {
      readonly form: FormView;
      readonly sessions: ReturnType<typeof sessionRows>;
      readonly recoveryCodes: number;
    };
    'desk/account/password': { readonly form: FormView };
    'desk/account/new-app': { readonly form: FormView; readonly app: SecretToShow };
    'desk/account/second-factor': object;
    'desk/account/recovery-codes': object;
    'desk/account/new-codes': { readonly codes: readonly string[] };
  }
}

const ACCOUNT = '/admin/account';
const FACTOR = '/admin/account/second-factor';

const selfOf = ({ staff, actor, request }: Visit): Self => {
  const { address, browser } = callerOf(request);
  return { staff, actor, sessionId: request.sessionID, from: { asker: address, address, browser } };
};

export function addAccountRoutes(routes: DeskRoutes, { account, totp, limiter, signIns }: DeskAccess): void {
  async function showAccount(
    visit: Visit,
    values: Readonly<Record<string, string>>,
    errors: FieldErrors<AccessFault> = {},
  ) {
    const { sessions, recoveryCodes } = await account.overview(selfOf(visit));
    const form = formView(visit.text, { values, errors });
    await visit.render(
      'desk/account/show',
      { form, sessions: sessionRows(sessions, visit), recoveryCodes },
      form.problems.length > 0 ? 422 : 200,
    );
  }

  routes.get(ACCOUNT, 'desk.open', (visit) =>
    showAccount(visit, { name: visit.staff.name, locale: visit.staff.locale }),
  );

  routes.post(ACCOUNT, 'desk.open', async (visit) => {
    const form = readForm(FORMS.profile, visit.form);
    const checked = checkName(form);
    if ('errors' in checked) return showAccount(visit, form, checked.errors);
    await account.changeProfile(selfOf(visit), { ...checked.value, locale: form.locale });
    visit.redirect(ACCOUNT, { key: 'deskAccess:notice.saved' });
  });

  const PASSWORD = `${ACCOUNT}/password`;
  // Asked for before anything is typed: a password is kept on no page.
  const code = { act: 'password', back: () => PASSWORD, again: true } as const;

  const showPassword = (visit: Visit, state: FormState<AccessFault>, status = 200): Promise<void> =>
    visit.render('desk/account/password', { form: formView(visit.text, state) }, status);

  routes.get(PASSWORD, 'desk.open', (visit) => showPassword(visit, { values: {} }), code);
  routes.post(PASSWORD, 'desk.open', changePassword, code);

  async function changePassword(visit: Visit): Promise<void> {
    const form = readForm(FORMS.password, visit.form);
    const checked = checkPasswordChange(form, { ...visit.staff, min: DESK_PASSWORD_MIN });
    if ('errors' in checked) return showPassword(visit, { values: {}, errors: checked.errors }, 422);
    // Counted with the codes: whoever has a session guesses at neither.
    const attempts = [{ limit: 'deskFreshCode', of: visit.staff.id }] as const;
    const outcome = await withinLimits(limiter, attempts, () => account.changePassword(selfOf(visit), form));
    if ('waitSeconds' in outcome) {
      visit.response.set('Retry-After', String(outcome.waitSeconds));
      return showPassword(visit, { values: {}, problem: 'wait' }, 429);
    }
    const from = await signIns.place('desk', visit.staff, callerOf(visit.request));
    if (outcome.done === 'current-wrong') {
      await signIns.record(from, 'wrong-password');
      return showPassword(visit, { values: {}, errors: { current: 'current-wrong' } }, 422);
    }
    await limiter.giveBack(attempts);
    await changeSessionId(visit.request, { staffId: visit.staff.id });
    // It was known by the old password, as all that are forgotten now.
    rememberBrowser(visit.response, await signIns.knowBrowser(from));
    visit.redirect(ACCOUNT, { key: 'deskAccess:notice.password' });
  }

  const pendingApp = ({ request, now }: Visit): NewApp | null => {
    const { newTotp } = request.session;
    return newTotp && isStepOpen(newTotp, now) ? newTotp : null;
  };

  async function showApp(visit: Visit, { sealed }: NewApp, problem?: AccessFault): Promise<void> {
    const secret = account.secretOf(sealed);
    if (secret === null) throw new Error('an app was begun under a key that is gone');
    const app = secretToShow(secret, totp.uri(secret, visit.staff.email));
    const form = formView(visit.text, { values: {}, errors: problem ? { code: problem } : {} });
    await visit.render('desk/account/new-app', { app, form }, problem ? 422 : 200);
  }

  routes.get(FACTOR, 'desk.open', async (visit) => {
    const begun = pendingApp(visit);
    if (begun) return showApp(visit, begun);
    await visit.render('desk/account/second-factor', {});
  });

  routes.post(
    FACTOR,
    'desk.open',
    async (visit) => {
      readForm(FORMS.nothing, visit.form);
      visit.request.session.newTotp = { ...(await account.beginNewApp(selfOf(visit))), at: visit.now.toISOString() };
      visit.redirect(FACTOR);
    },
    { act: 'second-factor', back: () => ACCOUNT },
  );

  routes.post(`${FACTOR}/confirm`, 'desk.open', async (visit) => {
    const { code: typed } = readForm(FORMS.newApp, visit.form);
    const begun = pendingApp(visit);
    if (!begun) return visit.redirect(FACTOR);
    if (typed.trim() === '') return showApp(visit, begun, 'code-empty');
    const done = await account.finishNewApp(selfOf(visit), begun, typed);
    if (done === 'wrong') return showApp(visit, begun, 'code-wrong');
    if (done === 'over') {
      const { session } = visit.request;
      delete (session as Partial<typeof session>).newTotp;
      return visit.redirect(ACCOUNT, { key: 'deskAccess:notice.appOver', wrong: true });
    }
    await changeSessionId(visit.request, { staffId: visit.staff.id });
    visit.redirect(ACCOUNT, { key: 'deskAccess:notice.secondFactor' });
  });

  routes.get(`${ACCOUNT}/recovery-codes`, 'desk.open', (visit) => visit.render('desk/account/recovery-codes', {}));

  routes.post(
    `${ACCOUNT}/recovery-codes`,
    'desk.open',
    async (visit) => {
      readForm(FORMS.nothing, visit.form);
      // Said once, in the answer itself: kept nowhere, not even for the length of a redirect.
      await visit.render('desk/account/new-codes', { codes: await account.renewRecoveryCodes(selfOf(visit)) });
    },
    { act: 'recovery-codes', back: () => `${ACCOUNT}/recovery-codes` },
  );

  routes.post(`${ACCOUNT}/sessions/end`, 'desk.open', async (visit) => {
    const { session } = readForm(FORMS.session, visit.form);
    if (!(await account.endSession(selfOf(visit), session))) throw new AppError('not-found');
    visit.redirect(ACCOUNT, { key: 'sessions:ended' });
  });

  routes.post(`${ACCOUNT}/sessions/end-others`, 'desk.open', async (visit) => {
    readForm(FORMS.nothing, visit.form);
    await account.endOtherSessions(selfOf(visit));
    visit.redirect(ACCOUNT, { key: 'sessions:othersEnded' });
  });
}
