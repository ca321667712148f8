/**
 * A forgotten password. Opening the link of the mail changes nothing: mail scanners open links too. Only the form on
 * that page uses the token up.
 */
import { Router } from 'express';
import { checkForgot, checkNewPassword } from '../../../store/accounts';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { createFormPage, withinLimits, type FormView } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { localeOf, redirectTo, renderPage } from '../../../web/page';
import { type Attempt } from '../../../web/rate-limit';
import type { LimitName } from '../../limits';
import type { StorefrontServices } from '../../services';
import { FORMS, formWords } from '../forms';

declare module '../../../web/page' {
  interface Views {
    'accounts/forgot-sent': object;
    'accounts/forgot': { readonly form: FormView };
    'accounts/reset-closed': object;
    'accounts/reset': { readonly form: FormView };
  }
}

export function createResetRoutes({ accounts, signIns, limiter }: StorefrontServices): Router {
  const router = Router();
  const { showForm, showWait } = createFormPage(formWords);

  router.get('/account/forgot', async (request, response) => {
    if (request.query['notice'] === 'sent') await renderPage(response, 'accounts/forgot-sent', {});
    else await showForm(response, { view: 'accounts/forgot' }, { values: {} });
  });

  router.post('/account/forgot', async (request, response) => {
    const form = readForm(FORMS.forgot, request.body);
    const values = { email: form.email };
    const checked = checkForgot(form);
    if ('errors' in checked) return showForm(response, { view: 'accounts/forgot' }, { values, errors: checked.errors });
    const { email } = checked.value;
    const { knows, asker } = await signIns.place('storefront', { email }, callerOf(request));
    const byKnownBrowser = knows === 'browser';
    // Whoever asks a thousand times behind the same address takes nothing away from a browser that is known.
    const attempts: Attempt<LimitName>[] = [{ limit: 'resetAddress', of: asker }];
    const locale = localeOf(response);
    const outcome = await withinLimits(limiter, attempts, () =>
      accounts.requestReset({ email, locale, byKnownBrowser }),
    );
    if ('waitSeconds' in outcome) return showWait(response, { view: 'accounts/forgot' }, values, outcome.waitSeconds);
    redirectTo(response, '/account/forgot?notice=sent');
  });

  router.get('/account/reset', async (request, response) => {
    const { token } = request.query;
    const account = typeof token === 'string' ? await accounts.resetOf(token) : null;
    if (typeof token !== 'string' || account === null) {
      response.status(410);
      return renderPage(response, 'accounts/reset-closed', {});
    }
    await showForm(response, { view: 'accounts/reset' }, { values: { token, email: account.email } });
  });

  router.post('/account/reset', async (request, response) => {
    const { token, password } = readForm(FORMS.reset, request.body);
    const account = await accounts.resetOf(token);
    if (account !== null) {
      const checked = checkNewPassword(password, account);
      const values = { token, email: account.email };
      const from = await signIns.place('storefront', account, callerOf(request));
      if ('errors' in checked)
        return showForm(response, { view: 'accounts/reset' }, { values, errors: checked.errors });
      const outcome = await withinLimits(limiter, [], () => accounts.resetPassword({ token, password, from }));
      if ('waitSeconds' in outcome) return showWait(response, { view: 'accounts/reset' }, values, outcome.waitSeconds);
      if (outcome.done) {
        // She reads the account's mail: her first sign-in is nobody's guess.
        rememberBrowser(response, await signIns.knowBrowser(from));
        return redirectTo(response, '/account/login?notice=password-changed');
      }
    }
    response.status(410);
    await renderPage(response, 'accounts/reset-closed', {});
  });

  return router;
}
