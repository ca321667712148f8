/** Coming in and going out: where a session changes hands. Every change of who somebody is gets a new session id. */
import type { Request, Response } from 'express';
import { checkSignIn } from '../../../store/accounts';
import { createFormPage, withinLimits } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { addressOf, type Attempt } from '../../../web/rate-limit';
import { beginSession, endSession } from '../../../web/session';
import type { LimitName } from '../../limits';
import type { DeskRoutes } from '../../web/routes';
import { DESK_COOKIE, isStepOpen, type Halfway } from '../../web/session';
import { dressSignedOutPage } from '../../web/signed-out-page';
import type { DeskAccess } from '../access';
import { FORMS } from '../forms';
import { deskNextPath } from '../next-path';

const SIGN_IN = '/admin/sign-in';
const CODE = '/admin/sign-in/code';
/** What `?notice=` may make the sign-in page say. */
const NOTICES = new Set(['signed-out', 'ended']);

export function addEntryRoutes(routes: DeskRoutes, { context, access, entry, limiter }: DeskAccess): void {
  const { showForm, showWait } = createFormPage('deskAccess');
  const { clock, config } = context;
  const nextOf = (next: unknown): string => deskNextPath(next, config.origins.app) ?? '';
  const isIn = async (request: Request): Promise<boolean> =>
    request.session.staffId !== undefined && (await access.find(request.session.staffId)) !== null;

  routes.open('get', SIGN_IN, async (request, response) => {
    const next = nextOf(request.query['next']);
    if (await isIn(request)) return response.redirect(303, next || '/admin');
    dressSignedOutPage(context, request, response);
    const { notice } = request.query;
    response.locals['notice'] = typeof notice === 'string' && NOTICES.has(notice) ? notice : null;
    await showForm(response, 'desk/access/sign-in', { values: { next } });
  });

  routes.open('post', SIGN_IN, async (request, response) => {
    dressSignedOutPage(context, request, response);
    const form = readForm(FORMS.signIn, request.body);
    const next = nextOf(form.next);
    const values = { email: form.email, next };
    const checked = checkSignIn(form);
    if ('errors' in checked) return showForm(response, 'desk/access/sign-in', { values, errors: checked.errors });
    const address = addressOf(request);
    const attempts: Attempt<LimitName>[] = [
      { limit: 'deskSignInAddress', of: address },
      { limit: 'deskSignInAccount', of: `${address} ${checked.value.email}` },
    ];
    const outcome = await withinLimits(limiter, attempts, () => entry.begin(checked.value));
    if ('waitSeconds' in outcome) return showWait(response, 'desk/access/sign-in', values, outcome.waitSeconds);
    if (!outcome.done) return showForm(response, 'desk/access/sign-in', { values, problem: 'sign-in-refused' });
    await limiter.giveBack(attempts);
    const halfway = { ...outcome.done, at: clock.now().toISOString(), next };
    if (await beginSession(request, { halfway })) response.redirect(303, CODE);
    else await showForm(response, 'desk/access/sign-in', { values, problem: 'sign-in-refused' });
  });

  const halfwayOf = ({ session }: Request): Halfway | null =>
    session.halfway && isStepOpen(session.halfway, clock.now()) ? session.halfway : null;

  routes.open('get', CODE, async (request, response) => {
    if (!halfwayOf(request)) return response.redirect(303, SIGN_IN);
    dressSignedOutPage(context, request, response);
    await showForm(response, 'desk/access/code', { values: {} });
  });

  routes.open('post', CODE, async (request, response) => {
    const halfway = halfwayOf(request);
    const given = readForm(FORMS.code, request.body);
    if (!halfway) return response.redirect(303, SIGN_IN);
    dressSignedOutPage(context, request, response);
    const field = given.code.trim() === '' && given.recovery !== '' ? 'recovery' : 'code';
    const values = { recovery: given.recovery };
    if (given[field].trim() === '') {
      return showForm(response, 'desk/access/code', { values, errors: { code: 'code-empty' } });
    }
    const attempts: Attempt<LimitName>[] = [
      { limit: 'deskCode', of: halfway.staffId },
      { limit: 'deskCodeDay', of: halfway.staffId },
    ];
    const outcome = await withinLimits(limiter, attempts, () =>
      entry.finish(halfway, given, response.locals.requestId ?? null),
    );
    if ('waitSeconds' in outcome) return showWait(response, 'desk/access/code', values, outcome.waitSeconds);
    const { done } = outcome;
    switch (done.state) {
      case 'over':
        await endSession(request);
        return startAgain(response);
      case 'in':
        await limiter.giveBack(attempts);
        if (!(await beginSession(request, { staffId: halfway.staffId, mark: halfway.mark })))
          return startAgain(response);
        return response.redirect(303, halfway.next || '/admin');
      default:
        return showForm(response, 'desk/access/code', { values, errors: { [field]: `${field}-${done.state}` } });
    }
  });

  const startAgain = (response: Response): void => response.redirect(303, `${SIGN_IN}?notice=ended`);

  routes.post('/admin/sign-out', 'desk.open', async ({ request, response, form }) => {
    readForm(FORMS.nothing, form);
    await endSession(request);
    response.clearCookie(DESK_COOKIE, { path: '/', secure: true, httpOnly: true, sameSite: 'lax' });
    response.redirect(303, `${SIGN_IN}?notice=signed-out`);
  });
}
