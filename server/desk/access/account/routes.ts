/** One's own account: name and language, password, authenticator app, recovery codes, sessions. */
import type { z } from 'zod';
import { AppError } from '../../../process/errors';
import { callerOf, rememberBrowser } from '../../../web/caller';
import type { FormView } from '../../../web/form-page';
import { readForm, type FieldErrors } from '../../../web/forms';
import { changeSessionId } from '../../../web/session';
import { sessionRows } from '../../../web/session-list';
import type { DeskRoutes } from '../../web/routes';
import { isStepOpen } from '../../web/session';
import type { Visit } from '../../web/visit';
import type { DeskAccess } from '../access';
import { cleanName, codeErrors, errorCount, FORMS, passwordErrors, profileErrors } from '../forms';
import { withFreshCode } from '../fresh-code';
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
    'desk/account/second-factor': { readonly form: FormView };
    'desk/account/recovery-codes': { readonly form: FormView };
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
    const wrong = errorCount(errors) > 0;
    const form = formView(visit.text, { values, errors });
    await visit.render(
      'desk/account/show',
      { form, sessions: sessionRows(sessions, visit), recoveryCodes },
      wrong ? 422 : 200,
    );
  }

  routes.get(ACCOUNT, 'desk.open', (visit) =>
    showAccount(visit, { name: visit.staff.name, locale: visit.staff.locale }),
  );

  routes.post(ACCOUNT, 'desk.open', async (visit) => {
    const form = readForm(FORMS.profile, visit.form);
    const errors = profileErrors(form);
    if (errorCount(errors) > 0) return showAccount(visit, form, errors);
    await account.changeProfile(selfOf(visit), { name: cleanName(form.name), locale: form.locale });
    visit.redirect(ACCOUNT, { key: 'deskAccess:notice.saved' });
  });

  routes.get(`${ACCOUNT}/password`, 'desk.open', (visit) =>
    visit.render('desk/account/password', { form: formView(visit.text, { values: {} }) }),
  );

  routes.post(`${ACCOUNT}/password`, 'desk.open', async (visit) => {
    const form = readForm(FORMS.password, visit.form);
    await withFreshCode(visit, limiter, {
      errors: passwordErrors(form, visit.staff),
      show: (state, status) => visit.render('desk/account/password', { form: formView(visit.text, state) }, status),
      work: () => changePassword(visit, form),
      refused: (done) => (done === 'current-wrong' ? { current: 'current-wrong' } : { code: `code-${done}` }),
      done: async () => {
        await changeSessionId(visit.request, { staffId: visit.staff.id });
        // It was known by the old password, as all that are forgotten now.
        rememberBrowser(visit.response, await signIns.knowBrowser(await placeOf(visit)));
        visit.redirect(ACCOUNT, { key: 'deskAccess:notice.password' });
      },
    });
  });

  const placeOf = ({ staff, request }: Visit) => signIns.place('desk', staff, callerOf(request));

  async function changePassword(visit: Visit, form: z.output<typeof FORMS.password>) {
    const done = await account.changePassword(selfOf(visit), form);
    if (done === 'current-wrong') await signIns.record(await placeOf(visit), 'wrong-password');
    return done;
  }

  const pendingApp = ({ request, now }: Visit): string | null => {
    const { newTotp } = request.session;
    return newTotp && isStepOpen(newTotp, now) ? newTotp.sealed : null;
  };

  async function showApp(visit: Visit, sealed: string, errors: FieldErrors<AccessFault> = {}): Promise<void> {
    const secret = account.secretOf(sealed);
    if (secret === null) throw new Error('an app was begun under a key that is gone');
    const app = secretToShow(secret, totp.uri(secret, visit.staff.email));
    const form = formView(visit.text, { values: {}, errors });
    await visit.render('desk/account/new-app', { app, form }, errorCount(errors) > 0 ? 422 : 200);
  }

  routes.get(FACTOR, 'desk.open', async (visit) => {
    const sealed = pendingApp(visit);
    if (sealed) return showApp(visit, sealed);
    await visit.render('desk/account/second-factor', { form: formView(visit.text, { values: {} }) });
  });

  routes.post(FACTOR, 'desk.open', async (visit) => {
    const form = readForm(FORMS.code, visit.form);
    const field = form.code.trim() === '' && form.recovery.trim() !== '' ? 'recovery' : 'code';
    await withFreshCode(visit, limiter, {
      errors: codeErrors(form, field),
      show: (state, status) =>
        visit.render('desk/account/second-factor', { form: formView(visit.text, state) }, status),
      work: () => account.beginNewApp(selfOf(visit), form),
      refused: (done) => ({ [field]: `${field}-${done}` }),
      done: ({ sealed }) => {
        visit.request.session.newTotp = { sealed, at: visit.now.toISOString() };
        visit.redirect(FACTOR);
      },
    });
  });

  routes.post(`${FACTOR}/confirm`, 'desk.open', async (visit) => {
    const { code } = readForm(FORMS.freshCode, visit.form);
    const sealed = pendingApp(visit);
    if (!sealed) return visit.redirect(FACTOR);
    const errors = codeErrors({ code }, 'code');
    if (errorCount(errors) > 0) return showApp(visit, sealed, errors);
    const done = await account.finishNewApp(selfOf(visit), sealed, code);
    if (done === 'wrong') return showApp(visit, sealed, { code: 'code-wrong' });
    await changeSessionId(visit.request, { staffId: visit.staff.id });
    visit.redirect(ACCOUNT, { key: 'deskAccess:notice.secondFactor' });
  });

  routes.get(`${ACCOUNT}/recovery-codes`, 'desk.open', (visit) =>
    visit.render('desk/account/recovery-codes', { form: formView(visit.text, { values: {} }) }),
  );

  routes.post(`${ACCOUNT}/recovery-codes`, 'desk.open', async (visit) => {
    const form = readForm(FORMS.freshCode, visit.form);
    await withFreshCode(visit, limiter, {
      errors: codeErrors(form, 'code'),
      show: (state, status) =>
        visit.render('desk/account/recovery-codes', { form: formView(visit.text, state) }, status),
      work: () => account.renewRecoveryCodes(selfOf(visit), form.code),
      refused: (done) => ({ code: `code-${done}` }),
      // Said once, in the answer itself: kept nowhere, not even for the length of a redirect.
      done: ({ codes }) => visit.render('desk/account/new-codes', { codes }),
    });
  });

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
