/** A one-time link's pages: name and password, then the authenticator app, then the recovery codes, shown once. */
import type { Request, Response } from 'express';
import { both, checkName, checkNewPassword, DESK_PASSWORD_MIN } from '../../../store/accounts';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { createFormPage, withinLimits, type FormView } from '../../../web/form-page';
import { readForm, type FieldErrors } from '../../../web/forms';
import { renderPage } from '../../../web/page';
import { beginSession, renewSession, saveSession } from '../../../web/session';
import type { DeskRoutes } from '../../web/routes';
import { isStepOpen, type BegunSetUp } from '../../web/session';
import { dressSignedOutPage } from '../../web/signed-out-page';
import type { DeskAccess } from '../access';
import { FORMS } from '../forms';
import { linkHash } from '../links';
import type { Person } from '../model';
import { formWords, secretToShow, type AccessFault, type SecretToShow } from '../presenter';

declare module '../../../web/page' {
  interface Views {
    'desk/access/link-closed': object;
    'desk/access/set-up': { readonly form: FormView; readonly person: ReturnType<typeof aboutPerson> };
    'desk/access/set-up-code': { readonly form: FormView; readonly app: SecretToShow };
    'desk/access/set-up-done': { readonly codes: readonly string[]; readonly email: string };
  }
}

const PATH = '/admin/set-up/:token';

export function addSetUpRoutes(routes: DeskRoutes, { context, setUp, totp, limiter, signIns }: DeskAccess): void {
  const { showForm, showWait } = createFormPage(formWords);

  const tokenOf = (request: Request): string => String(request.params['token']);

  async function closed(request: Request, response: Response): Promise<void> {
    dressSignedOutPage(context, request, response);
    response.status(410);
    await renderPage(response, 'desk/access/link-closed', {});
  }

  const begunOf = (request: Request): BegunSetUp | null => {
    const { setUp: begun } = request.session;
    const sameLink = begun?.link === linkHash(tokenOf(request))?.toString('base64url');
    return begun && sameLink && isStepOpen(begun, context.clock.now()) ? begun : null;
  };

  routes.open('get', PATH, async (request, response) => {
    const person = await setUp.invited(tokenOf(request));
    if (!person) return closed(request, response);
    // Somebody new has no language of her own yet: her browser's is offered.
    const locale = dressSignedOutPage(context, request, response, person.setUpAt ? person.locale : undefined);
    await showForm(
      response,
      { view: 'desk/access/set-up', person: aboutPerson(person) },
      { values: { name: person.name, locale } },
    );
  });

  routes.open('post', PATH, async (request, response) => {
    const token = tokenOf(request);
    const person = await setUp.invited(token);
    if (!person) return closed(request, response);
    const form = readForm(FORMS.setUp, request.body);
    dressSignedOutPage(context, request, response, form.locale);
    const values = { name: form.name, locale: form.locale };
    const who = { email: person.email, name: form.name, min: DESK_PASSWORD_MIN };
    const checked = both(checkName(form), checkNewPassword(form.password, who));
    if ('errors' in checked) {
      const page = { view: 'desk/access/set-up', person: aboutPerson(person) } as const;
      return showForm(response, page, { values, errors: checked.errors });
    }
    const from = await signIns.place('desk', { id: person.id }, callerOf(request));
    const outcome = await withinLimits(limiter, [], () => setUp.begin({ ...checked.value, locale: form.locale }, from));
    if ('waitSeconds' in outcome)
      return showWait(
        response,
        { view: 'desk/access/set-up', person: aboutPerson(person) },
        values,
        outcome.waitSeconds,
      );
    await renewSession(request);
    const link = linkHash(token)?.toString('base64url') ?? '';
    request.session.setUp = { ...outcome.done, link, at: context.clock.now().toISOString() };
    await saveSession(request);
    response.redirect(303, `/admin/set-up/${token}/code`);
  });

  async function showCode(response: Response, person: Person, begun: BegunSetUp, problem?: AccessFault): Promise<void> {
    const secret = setUp.secretOf(begun);
    if (secret === null) throw new Error('a set-up was begun under another session secret');
    const app = secretToShow(secret, totp.uri(secret, person.email));
    const errors: FieldErrors<AccessFault> = problem ? { code: problem } : {};
    await showForm(response, { view: 'desk/access/set-up-code', app }, { values: {}, errors });
  }

  routes.open('get', `${PATH}/code`, async (request, response) => {
    const person = await setUp.invited(tokenOf(request));
    if (!person) return closed(request, response);
    const begun = begunOf(request);
    if (!begun) return response.redirect(303, `/admin/set-up/${tokenOf(request)}`);
    dressSignedOutPage(context, request, response, begun.locale);
    await showCode(response, person, begun);
  });

  routes.open('post', `${PATH}/code`, async (request, response) => {
    const token = tokenOf(request);
    const { code } = readForm(FORMS.setUpCode, request.body);
    const person = await setUp.invited(token);
    if (!person) return closed(request, response);
    const begun = begunOf(request);
    if (!begun) return response.redirect(303, `/admin/set-up/${token}`);
    dressSignedOutPage(context, request, response, begun.locale);
    if (code.trim() === '') return showCode(response, person, begun, 'code-empty');
    const from = await signIns.place('desk', { id: person.id }, callerOf(request));
    const done = await setUp.finish({ token, step: begun, code, from }, response.locals.requestId ?? null);
    if (done === 'closed') return closed(request, response);
    if (done === 'wrong') return showCode(response, person, begun, 'code-wrong');
    const { staffId, mark } = done;
    if (!(await beginSession(request, { staffId, mark }))) return closed(request, response);
    rememberBrowser(response, await signIns.welcome(from, 'set-up'));
    await renderPage(response, 'desk/access/set-up-done', { codes: done.recoveryCodes, email: person.email });
  });
}

function aboutPerson({ email, role, setUpAt }: Person) {
  return { email, role, again: setUpAt !== null };
}
