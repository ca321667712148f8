/** Coming in and going out: where a session changes hands. Every change of who somebody is gets a new session id. */
import type { Request, Response } from 'express';
import { checkSignIn } from '../../../store/accounts';
import type { Place, Warning } from '../../../store/sign-ins/model';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { createFormPage, withinLimits, type FormView } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import type { Attempt } from '../../../web/rate-limit';
import { beginSession, endSession } from '../../../web/session';
import { answerGuess, followMailedLink, guessesAt } from '../../../web/sign-in-limits';
import { GUESSES, type LimitName } from '../../limits';
import type { DeskRoutes } from '../../web/routes';
import { DESK_COOKIE, isStepOpen, type Halfway } from '../../web/session';
import { dressSignedOutPage } from '../../web/signed-out-page';
import type { DeskAccess } from '../access';
import { FORMS } from '../forms';
import { deskNextPath } from '../next-path';
import { formWords } from '../presenter';

declare module '../../../web/page' {
  interface Views {
    'desk/access/sign-in': { readonly form: FormView; readonly notice?: 'signed-out' | 'ended' | undefined };
    'desk/access/code': { readonly form: FormView };
  }
}

const SIGN_IN = '/admin/sign-in';
const CODE = '/admin/sign-in/code';
/** What `?notice=` may make the sign-in page say. */
const NOTICES = ['signed-out', 'ended'] as const;

export function addEntryRoutes(
  routes: DeskRoutes,
  { context, access, entry, limiter, signIns, signInMails }: DeskAccess,
): void {
  const { showForm, showWait } = createFormPage(formWords);
  const { clock, config } = context;
  const nextOf = (next: unknown): string => deskNextPath(next, config.origins.app) ?? '';
  const isIn = async (request: Request): Promise<boolean> =>
    request.session.staffId !== undefined && (await access.find(request.session.staffId)) !== null;

  routes.open('get', SIGN_IN, async (request, response) => {
    const next = nextOf(request.query['next']);
    if (await isIn(request)) return response.redirect(303, next || '/admin');
    if (await followMailedLink(request, response, (opened) => signIns.followLink('desk', opened))) {
      return response.redirect(303, SIGN_IN);
    }
    dressSignedOutPage(context, request, response);
    const notice = NOTICES.find((one) => one === request.query['notice']);
    await showForm(response, { view: 'desk/access/sign-in', notice }, { values: { next } });
  });

  routes.open('post', SIGN_IN, async (request, response) => {
    dressSignedOutPage(context, request, response);
    const form = readForm(FORMS.signIn, request.body);
    const next = nextOf(form.next);
    const values = { email: form.email, next };
    const checked = checkSignIn(form);
    if ('errors' in checked)
      return showForm(response, { view: 'desk/access/sign-in' }, { values, errors: checked.errors });
    const { email } = checked.value;
    const from = await signIns.place('desk', { email }, callerOf(request));
    const attempts = guessesAt(from, email, GUESSES);
    const outcome = await withinLimits(limiter, attempts, () => entry.begin({ ...checked.value, from }));
    if ('waitSeconds' in outcome) {
      const mail = (): Promise<void> => signIns.warnOfGuesses('desk', email);
      const code = await answerGuess(outcome, email, { limits: GUESSES, limiter, mail });
      return showWait(response, { view: 'desk/access/sign-in' }, values, outcome.waitSeconds, code);
    }
    await signIns.record(from, outcome.done ? 'password' : 'wrong-password');
    if (!outcome.done)
      return showForm(response, { view: 'desk/access/sign-in' }, { values, problem: 'sign-in-refused' });
    await limiter.giveBack(attempts);
    const halfway = { ...outcome.done, at: clock.now().toISOString(), next };
    if (await beginSession(request, { halfway })) response.redirect(303, CODE);
    else await showForm(response, { view: 'desk/access/sign-in' }, { values, problem: 'sign-in-refused' });
  });

  const halfwayOf = ({ session }: Request): Halfway | null =>
    session.halfway && isStepOpen(session.halfway, clock.now()) ? session.halfway : null;

  routes.open('get', CODE, async (request, response) => {
    if (!halfwayOf(request)) return response.redirect(303, SIGN_IN);
    dressSignedOutPage(context, request, response);
    await showForm(response, { view: 'desk/access/code' }, { values: {} });
  });

  routes.open('post', CODE, async (request, response) => {
    const halfway = halfwayOf(request);
    const given = readForm(FORMS.code, request.body);
    if (!halfway) return response.redirect(303, SIGN_IN);
    dressSignedOutPage(context, request, response);
    const field = given.code.trim() === '' && given.recovery !== '' ? 'recovery' : 'code';
    const values = { recovery: given.recovery };
    if (given[field].trim() === '') {
      return showForm(response, { view: 'desk/access/code' }, { values, errors: { code: 'code-empty' } });
    }
    const from = await signIns.place('desk', { id: halfway.staffId }, callerOf(request));
    const attempts = field === 'recovery' ? onPaper(from) : inTheApp(from);
    const outcome = await withinLimits(limiter, attempts, () =>
      entry.finish(halfway, given, response.locals.requestId ?? null),
    );
    if ('waitSeconds' in outcome) return showWait(response, { view: 'desk/access/code' }, values, outcome.waitSeconds);
    const { done } = outcome;
    switch (done.state) {
      case 'over':
        await endSession(request);
        return startAgain(response);
      case 'in':
        await limiter.giveBack(attempts);
        return enter(request, response, { halfway, from, field });
      default:
        await wrongCode(from, halfway);
        return showForm(
          response,
          { view: 'desk/access/code' },
          { values, errors: { [field]: `${field}-${done.state}` } },
        );
    }
  });

  /** Right password, wrong codes: that is told once a day. */
  async function wrongCode(from: Place, { staffId }: Halfway): Promise<void> {
    await signIns.record(from, 'wrong-code');
    if (!(await signIns.hasManyWrongCodes(from))) return;
    if ((await limiter.take([{ limit: 'deskWrongCodesTold', of: staffId }])) === null) await warn(from, 'wrong-codes');
  }

  async function warn(from: Place, reason: Warning): Promise<void> {
    const staff = from.person === null ? null : await access.find(from.person);
    if (!staff) return;
    const { email: to, locale } = staff;
    await signInMails.warning(context.pool, { side: 'desk', to, locale, reason, at: clock.now(), from });
  }

  async function enter(
    request: Request,
    response: Response,
    { halfway, from, field }: { readonly halfway: Halfway; readonly from: Place; readonly field: 'code' | 'recovery' },
  ): Promise<void> {
    const { staffId, mark, isShort } = halfway;
    const notice = isShort ? { notice: { key: 'deskAccess:notice.shortPassword', wrong: true } as const } : {};
    if (!(await beginSession(request, { staffId, mark, ...notice }))) return startAgain(response);
    rememberBrowser(response, await signIns.welcome(from, field === 'code' ? 'in' : 'recovery-code'));
    // Of a code on paper she is told anyway.
    if (from.isNew && field === 'code') await warn(from, 'new-place');
    response.redirect(303, halfway.next || '/admin');
  }

  const startAgain = (response: Response): void => response.redirect(303, `${SIGN_IN}?notice=ended`);

  routes.post('/admin/sign-out', 'desk.open', async ({ request, response, form }) => {
    readForm(FORMS.nothing, form);
    await endSession(request);
    response.clearCookie(DESK_COOKIE, { path: '/', secure: true, httpOnly: true, sameSite: 'lax' });
    response.redirect(303, `${SIGN_IN}?notice=signed-out`);
  });
}

/** Guesses at a code. A browser that is known as hers keeps its own. */
function inTheApp({ person, asker, knows }: Place): Attempt<LimitName>[] {
  const of = knows === 'browser' ? `${asker} ${person ?? ''}` : (person ?? '');
  return [
    { limit: 'deskCode', of },
    { limit: 'deskCodeDay', of },
  ];
}

const onPaper = ({ person, asker }: Place): Attempt<LimitName>[] => [
  { limit: 'deskRecovery', of: `${asker} ${person ?? ''}` },
];
