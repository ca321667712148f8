/** Coming in and going out: where a session changes hands. Every change of who somebody is gets a new session id. */
import type { FormView } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { endSession } from '../../../web/session';
import { followMailedLink } from '../../../web/sign-in-limits';
import type { DeskRoutes, Stranger } from '../../web/routes';
import { DESK_COOKIE, isStepOpen, type Halfway } from '../../web/session';
import type { DeskAccess } from '../access';
import { FORMS } from '../forms';
import { deskNextPath } from '../next-path';
import { showForm } from '../presenter';
import { createCodeStep } from './code';
import { beginWithPassword } from './password';

declare module '../../../web/page' {
  interface Views {
    'desk/access/sign-in': { readonly form: FormView; readonly notice?: SignInNotice | undefined };
    'desk/access/code': { readonly form: FormView };
  }
}

const SIGN_IN = '/admin/sign-in';
const CODE = '/admin/sign-in/code';
/** As addresses name them: what she is told on the way in. */
const NOTICES = { 'signed-out': 'signedOut', ended: 'ended', kept: 'kept', 'not-done': 'notDone' } as const;
type SignInNotice = (typeof NOTICES)[keyof typeof NOTICES];

export function addEntryRoutes(routes: DeskRoutes, tools: DeskAccess): void {
  const { context, access, signIns } = tools;
  const nextOf = ({ next }: { readonly next?: unknown }): string =>
    deskNextPath(next, context.config.origins.app) ?? '';

  routes.open('get', SIGN_IN, async ({ request, response }) => {
    const next = nextOf(request.query);
    const { staffId } = request.session;
    if (staffId && (await access.find(staffId))) return response.redirect(303, next || '/admin');
    if (await followMailedLink(request, response, (opened) => signIns.followLink('desk', opened))) {
      return response.redirect(303, SIGN_IN);
    }
    const notice = Object.entries(NOTICES).find(([name]) => name === request.query['notice'])?.[1];
    await showForm({ response }, { view: 'desk/access/sign-in', notice }, { next });
  });

  routes.open('post', SIGN_IN, async (stranger) => {
    const form = readForm(FORMS.signIn, stranger.request.body);
    const next = nextOf(form);
    const refusal = await beginWithPassword({ ...tools, clock: context.clock }, { ...form, next }, stranger);
    if (refusal) return showForm(stranger, { view: 'desk/access/sign-in' }, { email: form.email, next }, refusal);
    stranger.response.redirect(303, CODE);
  });

  const halfwayOf = ({ request: { session } }: Stranger): Halfway | null =>
    session.halfway && isStepOpen(session.halfway, context.clock.now()) ? session.halfway : null;

  routes.open('get', CODE, async (stranger) => {
    if (!halfwayOf(stranger)) return stranger.response.redirect(303, SIGN_IN);
    await showForm(stranger, { view: 'desk/access/code' }, {});
  });

  const finishWithCode = createCodeStep(tools);
  routes.open('post', CODE, async (stranger) => {
    const given = readForm(FORMS.code, stranger.request.body);
    const halfway = halfwayOf(stranger);
    if (!halfway) return stranger.response.redirect(303, SIGN_IN);
    const done = await finishWithCode(stranger, halfway, given);
    if (done === 'in') return stranger.response.redirect(303, halfway.next || '/admin');
    if (done === 'over') return stranger.response.redirect(303, `${SIGN_IN}?notice=ended`);
    await showForm(stranger, { view: 'desk/access/code' }, { recovery: given.recovery }, done);
  });

  routes.press('/admin/sign-out', 'desk.open', async ({ request, response }) => {
    await endSession(request);
    response.clearCookie(DESK_COOKIE, { path: '/', secure: true, httpOnly: true, sameSite: 'lax' });
    response.redirect(303, `${SIGN_IN}?notice=signed-out`);
  });
}
