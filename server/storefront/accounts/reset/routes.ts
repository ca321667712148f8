/** Opening the link of the mail changes nothing, for mail scanners open it too. Only the form uses the token up. */
import { Router, type Response } from 'express';
import { checkForgot, checkNewPassword } from '../../../store/accounts';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { withinLimits, type FormView } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { localeOf, redirectTo, renderPage } from '../../../web/page';
import type { StorefrontServices } from '../../services';
import { FORMS, showForm } from '../forms';

declare module '../../../web/page' {
  interface Views {
    'accounts/forgot-sent': object;
    'accounts/forgot': { readonly form: FormView };
    'accounts/reset-closed': object;
    'accounts/reset': { readonly form: FormView };
  }
}

const closed = (response: Response): Promise<void> => renderPage(response.status(410), 'accounts/reset-closed', {});

export function createResetRoutes({ accounts, signIns, limiter }: StorefrontServices): Router {
  const router = Router();

  router.get('/account/forgot', async (request, response) => {
    if (request.query['notice'] === 'sent') await renderPage(response, 'accounts/forgot-sent', {});
    else await showForm({ response }, { view: 'accounts/forgot' }, {});
  });

  router.post('/account/forgot', async (request, response) => {
    const values = readForm(FORMS.forgot, request.body);
    const checked = checkForgot(values);
    if ('errors' in checked) return showForm({ response }, { view: 'accounts/forgot' }, values, checked);
    const { email } = checked.value;
    const { knows, asker } = await signIns.place('storefront', { email }, callerOf(request));
    const reset = { email, locale: localeOf(response), byKnownBrowser: knows === 'browser' };
    // Whoever asks a thousand times behind the same address takes nothing away from a browser that is known.
    const attempts = [{ limit: 'resetAddress', of: asker }] as const;
    const outcome = await withinLimits(limiter, attempts, () => accounts.requestReset(reset));
    if ('waitSeconds' in outcome) return showForm({ response }, { view: 'accounts/forgot' }, values, outcome);
    redirectTo(response, '/account/forgot?notice=sent');
  });

  router.get('/account/reset', async (request, response) => {
    const { token } = request.query;
    const account = typeof token === 'string' ? await accounts.resetOf(token) : null;
    if (typeof token !== 'string' || account === null) return closed(response);
    await showForm({ response }, { view: 'accounts/reset' }, { token, email: account.email });
  });

  router.post('/account/reset', async (request, response) => {
    const { token, password } = readForm(FORMS.reset, request.body);
    const account = await accounts.resetOf(token);
    if (account === null) return closed(response);
    const values = { token, email: account.email };
    const from = await signIns.place('storefront', account, callerOf(request));
    const checked = checkNewPassword(password, account);
    if ('errors' in checked) return showForm({ response }, { view: 'accounts/reset' }, values, checked);
    const outcome = await withinLimits(limiter, [], () => accounts.resetPassword({ token, password, from }));
    if ('waitSeconds' in outcome) return showForm({ response }, { view: 'accounts/reset' }, values, outcome);
    if (!outcome.done) return closed(response);
    // She reads the account's mail: her first sign-in is nobody's guess.
    rememberBrowser(response, await signIns.knowBrowser(from));
    redirectTo(response, '/account/login?notice=password-changed');
  });

  return router;
}
