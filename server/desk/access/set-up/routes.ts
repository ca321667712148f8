import type { z } from 'zod';
import { tokenHash } from '../../../process/random-token';
import { both, checkName, checkNewPassword, DESK_PASSWORD_MIN } from '../../../store/accounts';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { withinLimits, type FormView, type Refusal } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { renderPage } from '../../../web/page';
import { beginSession, renewSession, saveSession } from '../../../web/session';
import type { DeskRoutes, Stranger } from '../../web/routes';
import { isStepOpen, type BegunSetUp } from '../../web/session';
import { toShow } from '../../web/shown-once';
import { dressSignedOutPage } from '../../web/signed-out-page';
import type { DeskAccess } from '../access';
import { NEW_CODES, type newCodes } from '../account/routes';
import { FORMS } from '../forms';
import type { Person } from '../model';
import { secretToShow, showForm, type AccessFault, type SecretToShow } from '../presenter';

declare module '../../../web/page' {
  interface Views {
    'desk/access/link-closed': { readonly isUsed: boolean };
    'desk/access/set-up': { readonly form: FormView; readonly person: ReturnType<typeof aboutPerson> };
    'desk/access/set-up-code': { readonly form: FormView; readonly app: SecretToShow };
  }
}

const PATH = '/admin/set-up/:token';

const tokenOf = ({ request }: Stranger): string => String(request.params['token']);
const hashOf = (stranger: Stranger): string => tokenHash(tokenOf(stranger))?.toString('base64url') ?? '';
const aboutPerson = ({ email, role, setUpAt }: Person) => ({ email, role, again: setUpAt !== null });

type Closed = (stranger: Stranger) => Promise<void>;
/** Only behind a link that is open. */
type Add = (method: 'get' | 'post', path: string, handler: (stranger: Stranger, person: Person) => unknown) => void;

export function addSetUpRoutes(routes: DeskRoutes, access: DeskAccess): void {
  const closed: Closed = async (stranger) => {
    const { request, response } = stranger;
    dressSignedOutPage(access.context, request, response);
    const isUsed = await access.setUp.isUsed(tokenOf(stranger));
    await renderPage(response.status(410), 'desk/access/link-closed', { isUsed });
  };
  const add: Add = (method, path, handler) =>
    routes.open(method, path, async (stranger) => {
      const person = await access.setUp.invited(tokenOf(stranger));
      await (person ? handler(stranger, person) : closed(stranger));
    });
  addChoosing(add, access);
  addProving(add, access, closed);
}

function addChoosing(
  add: Add,
  { context, setUp, limiter, signIns }: Pick<DeskAccess, 'context' | 'setUp' | 'limiter' | 'signIns'>,
): void {
  const show = (stranger: Stranger, person: Person, values: FormView['values'], refusal?: Refusal<AccessFault>) =>
    showForm(stranger, { view: 'desk/access/set-up', person: aboutPerson(person) }, values, refusal);

  add('get', PATH, (stranger, person) => {
    // Somebody new has no language of her own yet: her browser's is offered.
    const known = person.setUpAt ? person.locale : undefined;
    const locale = dressSignedOutPage(context, stranger.request, stranger.response, known);
    return show(stranger, person, { name: person.name, locale });
  });

  add('post', PATH, async (stranger, person) => {
    const { request, response } = stranger;
    const form = readForm(FORMS.setUp, request.body);
    const { password, ...values } = form;
    dressSignedOutPage(context, request, response, form.locale);
    const who = { email: person.email, name: form.name, min: DESK_PASSWORD_MIN };
    const checked = both(checkName(form), checkNewPassword(password, who));
    if ('errors' in checked) return show(stranger, person, values, checked);
    const from = await signIns.place('desk', { id: person.id }, callerOf(request));
    const outcome = await withinLimits(limiter, [], () => setUp.begin({ ...checked.value, locale: form.locale }, from));
    if ('waitSeconds' in outcome) return show(stranger, person, values, outcome);
    await renewSession(request);
    request.session.setUp = { ...outcome.done, link: hashOf(stranger), at: context.clock.now().toISOString() };
    await saveSession(request);
    response.redirect(303, `/admin/set-up/${tokenOf(stranger)}/code`);
  });
}

function addProving(
  add: Add,
  { context, setUp, totp, signIns }: Pick<DeskAccess, 'context' | 'setUp' | 'totp' | 'signIns'>,
  closed: Closed,
): void {
  const addStep = (
    method: 'get' | 'post',
    handler: (stranger: Stranger, person: Person, begun: BegunSetUp) => Promise<void>,
  ) =>
    add(method, `${PATH}/code`, (stranger, person) => {
      const { request, response } = stranger;
      const { setUp: begun } = request.session;
      if (begun?.link !== hashOf(stranger) || !isStepOpen(begun, context.clock.now())) {
        return response.redirect(303, `/admin/set-up/${tokenOf(stranger)}`);
      }
      dressSignedOutPage(context, request, response, begun.locale);
      return handler(stranger, person, begun);
    });

  async function show(stranger: Stranger, person: Person, begun: BegunSetUp, code?: AccessFault): Promise<void> {
    const secret = setUp.secretOf(begun);
    if (secret === null) throw new Error('a set-up was begun under another session secret');
    const app = secretToShow(secret, totp.uri(secret, person.email));
    await showForm(stranger, { view: 'desk/access/set-up-code', app }, {}, code && { errors: { code } });
  }

  addStep('get', show);
  addStep('post', async (stranger, person, begun) => {
    const { request, response } = stranger;
    const { code } = readForm(FORMS.oneCode, request.body);
    if (code.trim() === '') return show(stranger, person, begun, 'code-empty');
    const from = await signIns.place('desk', { id: person.id }, callerOf(request));
    const given = { token: tokenOf(stranger), step: begun, code, from };
    const done = await setUp.finish(given, response.locals.requestId ?? null);
    if (done === 'wrong') return show(stranger, person, begun, 'code-wrong');
    if (done === 'closed') return closed(stranger);
    const { staffId, mark, recoveryCodes: codes } = done;
    const first: z.infer<typeof newCodes> = { codes: [...codes], isFirst: true };
    const shown = toShow(context.keys, NEW_CODES, first, context.clock.now());
    if (!(await beginSession(request, { staffId, mark, shown }))) return closed(stranger);
    rememberBrowser(response, await signIns.welcome(from, 'set-up'));
    response.redirect(303, NEW_CODES);
  });
}
