/** Opening the link of the mail changes nothing, for mail scanners open it too. Only the form uses the token up. */
import { Router, type Request, type Response } from 'express';
import { checkForgot, checkNewPassword } from '../../../store/accounts';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { withinLimits, type FormView } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { localeOf, redirectTo, renderPage, type Exchange } from '../../../web/page';
import { guessing } from '../../../web/sign-in-limits';
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

const tokenOf = ({ query: { token } }: Request): string => (typeof token === 'string' ? token : '');

export function createResetRoutes({ accounts, signIns, limiter }: StorefrontServices): Router {
  const router = Router();

  /** A form that was sent twice has set the password that it asks for; that is a sign-in, and counted as one. */
  async function answerAgain(
    { request, response }: Exchange,
    { token, password }: Readonly<Record<'token' | 'password', string>>,
  ): Promise<void> {
    const account = await accounts.resetBefore(token);
    if (!account) return closed(response);
    const { email } = account;
    const from = await signIns.place('storefront', { email }, callerOf(request));
    const outcome = await guessing(limiter, { place: from, email }, () =>
      accounts.signIn({ email, password, guestCartId: null, from }),
    );
    if ('waitSeconds' in outcome) return closed(response);
    if (!outcome.done) {
      await signIns.record(from, 'wrong-password');
      return closed(response);
    }
    rememberBrowser(response, await signIns.knowBrowser(from));
    redirectTo(response, '/account/login?notice=password-changed');
  }

  router.get('/account/forgot', async (request, response) => {
    if (request.query['notice'] === 'sent') await renderPage(response, 'accounts/forgot-sent', {});
    else await showForm({ response }, { view: 'accounts/forgot' }, {});
  });

  router.post('/account/forgot', async (request, response) => {
    const { show, ...values } = readForm(FORMS.forgot, request.body);
    if (show) return showForm({ response }, { view: 'accounts/forgot' }, values);
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
    const token = tokenOf(request);
    const account = await accounts.resetOf(token);
    if (account === null) return closed(response);
    await showForm({ response }, { view: 'accounts/reset' }, { token, email: account.email });
  });

  router.post('/account/reset', async (request, response) => {
    const { token: sent, password } = readForm(FORMS.reset, request.body);
    const token = tokenOf(request) || sent;
    const account = await accounts.resetOf(token);
    if (account === null) return answerAgain({ request, response }, { token, password });
    const values = { token, email: account.email };
    const from = await signIns.place('storefront', account, callerOf(request));
    const checked = checkNewPassword(password, account);
    if ('errors' in checked) return showForm({ response }, { view: 'accounts/reset' }, values, checked);
    const outcome = await withinLimits(limiter, [], () => accounts.resetPassword({ token, password, from }));
    if ('waitSeconds' in outcome) return showForm({ response }, { view: 'accounts/reset' }, values, outcome);
    if (!outcome.done) return answerAgain({ request, response }, { token, password });
    // She reads the account's mail: her first sign-in is nobody's guess.
    rememberBrowser(response, await signIns.knowBrowser(from));
    redirectTo(response, '/account/login?notice=password-changed');
  });

  return router;
}
