import { Router, type Response } from 'express';
import { misspelt, normalizeEmail } from '../../../values/email';
import { requireFormToken } from '../../../web/csrf';
import type { FormView } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { safeNextPath } from '../../../web/next-path';
import { redirectTo } from '../../../web/page';
import { endSession } from '../../../web/session';
import { followMailedLink } from '../../../web/sign-in-limits';
import type { StorefrontServices } from '../../services';
import { SESSION_COOKIE } from '../../web/session';
import { FORMS, showForm } from '../forms';
import { register, signIn } from './entering';

declare module '../../../web/page' {
  interface Views {
    'accounts/register': { readonly form: FormView };
    'accounts/login': { readonly form: FormView; readonly notice?: 'password-changed' | undefined };
  }
}

const SIGN_IN_NOTICES = ['password-changed'] as const;

export function createEntryRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { config } = services.context;

  const nextOf = ({ next }: { readonly next?: unknown }): string => safeNextPath(next, config.origins.apex) ?? '';
  const goOn = (response: Response, next: string): void => {
    if (next) response.redirect(303, next);
    else redirectTo(response, '/account');
  };

  router.get('/account/register', async (request, response) => {
    const next = nextOf(request.query);
    if (request.session.accountId) return goOn(response, next);
    await showForm({ response }, { view: 'accounts/register' }, { next });
  });

  router.post('/account/register', async (request, response) => {
    const form = readForm(FORMS.register, request.body);
    const { name, email } = form;
    const asked = misspelt(normalizeEmail(email)) ? email : '';
    const values = { name, email, email_asked: asked, next: nextOf(form) };
    const refusal = await register(services, form, { request, response });
    if (refusal) return showForm({ response }, { view: 'accounts/register' }, values, refusal);
    goOn(response, values.next);
  });

  router.get('/account/login', async (request, response) => {
    const next = nextOf(request.query);
    if (request.session.accountId) return goOn(response, next);
    if (await followMailedLink(request, response, (opened) => services.signIns.followLink('storefront', opened))) {
      return redirectTo(response, '/account/login');
    }
    const notice = SIGN_IN_NOTICES.find((one) => one === request.query['notice']);
    await showForm({ response }, { view: 'accounts/login', notice }, { next });
  });

  router.post('/account/login', async (request, response) => {
    const form = readForm(FORMS.signIn, request.body);
    const values = { email: form.email, next: nextOf(form) };
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
