/** Signing up, in and out: where a session changes hands. Every change of who somebody is gets a new session id. */
import { Router, type Request, type Response } from 'express';
import { checkRegister, checkSignIn } from '../../../store/accounts';
import { misspelt, normalizeEmail } from '../../../values/email';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { requireFormToken } from '../../../web/csrf';
import { createFormPage, withinLimits, type FormView } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { safeNextPath } from '../../../web/next-path';
import { localeOf, redirectTo } from '../../../web/page';
import { addressOf, type Attempt } from '../../../web/rate-limit';
import { beginSession, endSession } from '../../../web/session';
import { answerGuess, followMailedLink, guessesAt } from '../../../web/sign-in-limits';
import { GUESSES, type LimitName } from '../../limits';
import type { StorefrontServices } from '../../services';
import { SESSION_COOKIE } from '../../web/session';
import { FORMS, formWords } from '../forms';

declare module '../../../web/page' {
  interface Views {
    'accounts/register': { readonly form: FormView };
    'accounts/login': { readonly form: FormView; readonly notice?: 'password-changed' | undefined };
  }
}

/** What `?notice=` may make the sign-in page say. */
const SIGN_IN_NOTICES = ['password-changed'] as const;

export function createEntryRoutes({ context, accounts, signIns, limiter }: StorefrontServices): Router {
  const router = Router();
  const { showForm, showWait } = createFormPage(formWords);
  const apex = context.config.origins.apex;

  const goOn = (response: Response, next: string): void => {
    const path = safeNextPath(next, apex);
    if (path) response.redirect(303, path);
    else redirectTo(response, '/account');
  };
  const nextOf = (request: Request): string => {
    const { next } = request.query;
    return safeNextPath(typeof next === 'string' ? next : undefined, apex) ?? '';
  };

  router.get('/account/register', async (request, response) => {
    if (request.session.accountId) return goOn(response, nextOf(request));
    await showForm(response, { view: 'accounts/register' }, { values: { next: nextOf(request) } });
  });

  router.post('/account/register', async (request, response) => {
    const form = readForm(FORMS.register, request.body);
    const { name, email } = form;
    const asked = misspelt(normalizeEmail(email)) ? email : '';
    const values = { name, email, email_asked: asked, next: safeNextPath(form.next, apex) ?? '' };
    const checked = checkRegister(form, form.email_asked);
    if ('errors' in checked)
      return showForm(response, { view: 'accounts/register' }, { values, errors: checked.errors });
    const attempts: Attempt<LimitName>[] = [{ limit: 'registerAddress', of: addressOf(request) }];
    const from = await signIns.place('storefront', checked.value, callerOf(request));
    const outcome = await withinLimits(limiter, attempts, () =>
      accounts.register({
        ...checked.value,
        locale: localeOf(response),
        guestCartId: request.session.cartId ?? null,
        from,
      }),
    );
    if ('waitSeconds' in outcome) return showWait(response, { view: 'accounts/register' }, values, outcome.waitSeconds);
    if (!outcome.done)
      return showForm(response, { view: 'accounts/register' }, { values, problem: 'register-refused' });
    // Whoever has reset its password since, is in; this browser is asked for the new one.
    if (await beginSession(request, outcome.done)) {
      const place = { ...from, person: outcome.done.accountId };
      rememberBrowser(response, await signIns.welcome(place, 'registered'));
    }
    goOn(response, values.next);
  });

  router.get('/account/login', async (request, response) => {
    if (request.session.accountId) return goOn(response, nextOf(request));
    const { notice } = request.query;
    if (await followMailedLink(request, response, (opened) => signIns.followLink('storefront', opened))) {
      return redirectTo(response, '/account/login');
    }
    const said = SIGN_IN_NOTICES.find((one) => one === notice);
    await showForm(response, { view: 'accounts/login', notice: said }, { values: { next: nextOf(request) } });
  });

  router.post('/account/login', async (request, response) => {
    const form = readForm(FORMS.signIn, request.body);
    const values = { email: form.email, next: safeNextPath(form.next, apex) ?? '' };
    const checked = checkSignIn(form);
    if ('errors' in checked) return showForm(response, { view: 'accounts/login' }, { values, errors: checked.errors });
    const { email } = checked.value;
    const from = await signIns.place('storefront', { email }, callerOf(request));
    const attempts = guessesAt(from, email, GUESSES);
    const outcome = await withinLimits(limiter, attempts, () =>
      accounts.signIn({ ...checked.value, guestCartId: request.session.cartId ?? null, from }),
    );
    if ('waitSeconds' in outcome) {
      const mail = (): Promise<void> => signIns.warnOfGuesses('storefront', email);
      const code = await answerGuess(outcome, email, { limits: GUESSES, limiter, mail });
      return showWait(response, { view: 'accounts/login' }, values, outcome.waitSeconds, code);
    }
    if (!outcome.done) {
      await signIns.record(from, 'wrong-password');
      return showForm(response, { view: 'accounts/login' }, { values, problem: 'sign-in-refused' });
    }
    await limiter.giveBack(attempts);
    if (outcome.done === 'blocked') {
      await signIns.record(from, 'blocked');
      return showForm(response, { view: 'accounts/login' }, { values, problem: 'blocked' });
    }
    // The guest's cart has become the member's by now and is found by account.
    if (!(await beginSession(request, outcome.done))) {
      return showForm(response, { view: 'accounts/login' }, { values, problem: 'sign-in-refused' });
    }
    rememberBrowser(response, await signIns.welcome(from, 'in'));
    goOn(response, values.next);
  });

  router.post('/account/logout', (request, response, next) => {
    if (request.session.accountId) requireFormToken(request, response, next);
    else redirectTo(response, '/');
  });
  router.post('/account/logout', async (request, response) => {
    readForm(FORMS.signOut, request.body);
    await endSession(request);
    const domain = context.config.hosts.apex;
    response.clearCookie(SESSION_COOKIE, { domain, path: '/', secure: true, httpOnly: true, sameSite: 'lax' });
    redirectTo(response, '/');
  });

  return router;
}
