import { Router, type Request, type Response } from 'express';
import { inLocale } from '../../../i18n/locale';
import { misspelt, normalizeEmail } from '../../../values/email';
import { requireFormToken } from '../../../web/csrf';
import type { FormView } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { safeNextPath } from '../../../web/next-path';
import { localeOf, redirectTo } from '../../../web/page';
import { endSession } from '../../../web/session';
import { followMailedLink } from '../../../web/sign-in-limits';
import type { StorefrontServices } from '../../services';
import { SESSION_COOKIE } from '../../web/session';
import { FORMS, showForm } from '../forms';
import { register, signIn } from './entering';

declare module '../../../web/page' {
  interface Views {
    'accounts/register': { readonly form: FormView };
    'accounts/login': { readonly form: FormView; readonly notice?: SignInNotice | undefined };
  }
}

/** Why she is asked to sign in. */
const SIGN_IN_NOTICES = ['password-changed', 'ended', 'order-kept'] as const;
type SignInNotice = (typeof SIGN_IN_NOTICES)[number];

export function createEntryRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { config } = services.context;

  /** In the page's language, whichever it was when she was sent here. */
  const nextOf = ({ next }: { readonly next?: unknown }, response: Response): string => {
    const { apex } = config.origins;
    const path = safeNextPath(next, apex);
    // Asked once more: what follows a language could be another site.
    return (path !== null && safeNextPath(inLocale(localeOf(response), path), apex)) || '';
  };
  const noticeOf = ({ query }: Request) => SIGN_IN_NOTICES.find((one) => one === query['notice']);
  const goOn = (response: Response, next: string): void => {
    if (next) response.redirect(303, next);
    else redirectTo(response, '/account');
  };

  router.get('/account/register', async (request, response) => {
    const next = nextOf(request.query, response);
    if (request.session.accountId) return goOn(response, next);
    await showForm({ response }, { view: 'accounts/register' }, { next });
  });

  router.post('/account/register', async (request, response) => {
    const form = readForm(FORMS.register, request.body);
    const { name, email, email_asked } = form;
    const typed = { name, email, email_asked, next: nextOf(form, response) };
    if (form.show) return showForm({ response }, { view: 'accounts/register' }, typed);
    const values = { ...typed, email_asked: misspelt(normalizeEmail(email)) ? email : '' };
    const refusal = await register(services, form, { request, response });
    if (refusal) return showForm({ response }, { view: 'accounts/register' }, values, refusal);
    goOn(response, values.next);
  });

  router.get('/account/login', async (request, response) => {
    const next = nextOf(request.query, response);
    if (request.session.accountId) return goOn(response, next);
    if (await followMailedLink(request, response, (opened) => services.signIns.followLink('storefront', opened))) {
      return redirectTo(response, '/account/login');
    }
    await showForm({ response }, { view: 'accounts/login', notice: noticeOf(request) }, { next });
  });

  router.post('/account/login', async (request, response) => {
    const form = readForm(FORMS.signIn, request.body);
    const values = { email: form.email, next: nextOf(form, response) };
    if (form.show) return showForm({ response }, { view: 'accounts/login', notice: noticeOf(request) }, values);
    const refusal = await signIn(services, form, { request, response });
    if (refusal) return showForm({ response }, { view: 'accounts/login' }, values, refusal);
    goOn(response, values.next);
  });

  router.post('/account/logout', (request, response, next) => {
    if (request.session.accountId) requireFormToken(request, response, next);
    else redirectTo(response, '/');
  });
  router.post('/account/logout', async (request, response) => {
    readForm(FORMS.signOut, request.body);
    await endSession(request);
    const domain = config.hosts.apex;
    response.clearCookie(SESSION_COOKIE, { domain, path: '/', secure: true, httpOnly: true, sameSite: 'lax' });
    redirectTo(response, '/');
  });

  return router;
}
