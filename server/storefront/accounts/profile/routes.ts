/** A member's own page and her password. */
import { Router, type Request, type Response } from 'express';
import { checkPasswordChange } from '../../../store/accounts';
import type { Account } from '../../../store/accounts/model';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { formTokenOf, requireFormToken } from '../../../web/csrf';
import { createFormPage, withinLimits } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { redirectTo, renderPage } from '../../../web/page';
import { endSession, saveSession } from '../../../web/session';
import { guessesAt } from '../../../web/sign-in-limits';
import { GUESSES } from '../../limits';
import type { StorefrontServices } from '../../services';
import { renewShopperSession } from '../../web/session';
import { askToSignIn, currentAccount, requireSignedIn } from '../../web/signed-in';
import { FORMS } from '../forms';

export function createProfileRoutes({ accounts, signIns, limiter }: StorefrontServices): Router {
  const router = Router();
  const { showForm, showWait } = createFormPage('accounts');

  /** A session may outlive its account: then it ends here. */
  async function memberOf(request: Request, response: Response): Promise<Account | null> {
    const account = await currentAccount(accounts, request);
    if (account) return account;
    await endSession(request);
    askToSignIn(request, response);
    return null;
  }

  /** What both pages below show besides their form. */
  function prepare(request: Request, response: Response, member: Account): void {
    response.locals['member'] = { name: member.name, email: member.email };
    response.locals['formToken'] = formTokenOf(request);
  }

  router.get('/account', requireSignedIn, async (request, response) => {
    const member = await memberOf(request, response);
    if (!member) return;
    prepare(request, response, member);
    response.locals['notice'] = request.query['notice'] === 'password-changed' ? 'password-changed' : null;
    await renderPage(response, 'accounts/account', {});
  });

  router.get('/account/password', requireSignedIn, async (request, response) => {
    const member = await memberOf(request, response);
    if (!member) return;
    prepare(request, response, member);
    await showForm(response, 'accounts/password', { values: {} });
  });

  router.post('/account/password', requireSignedIn, requireFormToken, async (request, response) => {
    const form = readForm(FORMS.changePassword, request.body);
    const member = await memberOf(request, response);
    if (!member) return;
    prepare(request, response, member);
    const checked = checkPasswordChange(form, member);
    if ('errors' in checked) return showForm(response, 'accounts/password', { values: {}, errors: checked.errors });
    // Whoever found an open session guesses here as she would at sign-in.
    const from = await signIns.place('storefront', member, callerOf(request));
    const attempts = guessesAt(from, member.email, GUESSES);
    const outcome = await withinLimits(limiter, attempts, () =>
      accounts.changePassword({ ...checked.value, accountId: member.id, sessionId: request.sessionID, from }),
    );
    if ('waitSeconds' in outcome) return showWait(response, 'accounts/password', {}, outcome.waitSeconds);
    if (!outcome.done) {
      await signIns.record(from, 'wrong-password');
      return showForm(response, 'accounts/password', { values: {}, errors: { current: 'current-wrong' } });
    }
    await limiter.giveBack(attempts);
    await renewShopperSession(request);
    request.session.accountId = member.id;
    await saveSession(request);
    rememberBrowser(response, await signIns.knowBrowser(from));
    redirectTo(response, '/account?notice=password-changed');
  });

  return router;
}
