import { Router, type Request, type Response } from 'express';
import { AppError } from '../../../process/errors';
import { checkPasswordChange } from '../../../store/accounts';
import type { Account } from '../../../store/accounts/model';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { formTokenOf, hasFormToken, requireFormToken } from '../../../web/csrf';
import type { FormView } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { localeOf, redirectTo, renderPage, type Exchange } from '../../../web/page';
import { changeSessionId, endSession } from '../../../web/session';
import { createSessionList, sessionRows, type Owner } from '../../../web/session-list';
import { guessing } from '../../../web/sign-in-limits';
import type { StorefrontServices } from '../../services';
import { translateTo } from '../../texts';
import { SESSIONS } from '../../web/session';
import { askToSignIn, currentAccount, requireSignedIn } from '../../web/signed-in';
import { createWaiting, type WaitingOrder } from '../../web/waiting';
import { signIn } from '../entry/entering';
import { FORMS, showForm } from '../forms';

declare module '../../../web/page' {
  interface Views {
    'accounts/account': Member & {
      readonly notice: string | null;
      readonly sessions: ReturnType<typeof sessionRows>;
      readonly waiting: readonly WaitingOrder[];
    };
    'accounts/password': Member & { readonly form: FormView };
  }
}

const NOTICES = [
  ['password-changed', 'accounts:account.passwordChanged'],
  ['session-ended', 'sessions:ended'],
  ['others-ended', 'sessions:othersEnded'],
] as const;

interface Member {
  readonly member: Pick<Account, 'name' | 'email'>;
  readonly formToken: string;
}

const pageOf = (request: Request, { name, email }: Account): Member => ({
  member: { name, email },
  formToken: formTokenOf(request),
});

export function createProfileRoutes(services: StorefrontServices): Router {
  const router = Router();
  const { context, accounts } = services;
  const waitingOf = createWaiting(services);
  const sessions = createSessionList(context.pool, SESSIONS);

  /** A session may outlive its account: then it ends here. */
  async function memberOf(request: Request, response: Response): Promise<Account | null> {
    const account = await currentAccount(accounts, request);
    if (account) return account;
    await endSession(request);
    askToSignIn(request, response);
    return null;
  }

  router.get('/account', requireSignedIn, async (request, response) => {
    const member = await memberOf(request, response);
    if (!member) return;
    const [, said] = NOTICES.find(([name]) => name === request.query['notice']) ?? [];
    const locale = localeOf(response);
    const text = translateTo(locale);
    const open = await sessions.of({ id: member.id, sessionId: request.sessionID }, context.clock.now());
    await renderPage(response, 'accounts/account', {
      ...pageOf(request, member),
      notice: said ? text(said) : null,
      sessions: sessionRows(open, { locale, text }),
      waiting: await waitingOf({ request, response }),
    });
  });

  router.get('/account/password', requireSignedIn, async (request, response) => {
    const member = await memberOf(request, response);
    if (!member) return;
    await showForm({ response }, { view: 'accounts/password', ...pageOf(request, member) }, {});
  });

  addPasswordChange(router, services, memberOf);
  addSessionEndings(router, sessions);
  return router;
}

type FindMember = (request: Request, response: Response) => Promise<Account | null>;

function addPasswordChange(router: Router, services: StorefrontServices, memberOf: FindMember): void {
  const { accounts, signIns, limiter } = services;

  /** The form that has changed it, sent once more, finds it changed: whoever knows the new password is let in by it. */
  const wasChanged = async ({ email, password }: { email: string; password: string }, exchange: Exchange) =>
    (await signIn(services, { email, password }, exchange)) === null;
  const done = (response: Response): void => redirectTo(response, '/account?notice=password-changed');

  router.post('/account/password', async (request, response, next) => {
    const form = readForm(FORMS.changePassword, request.body);
    const { accountId } = request.session;
    if (accountId && hasFormToken(request)) return next();
    const own = accountId && (await accounts.find(accountId));
    const isTheirs = form.email !== '' && (!own || own.email === form.email);
    if (isTheirs && (await wasChanged(form, { request, response }))) return done(response);
    if (accountId) throw new AppError('stale-form');
    askToSignIn(request, response);
  });

  router.post('/account/password', async (request, response) => {
    const form = readForm(FORMS.changePassword, request.body);
    const member = await memberOf(request, response);
    if (!member) return;
    const page = { view: 'accounts/password', ...pageOf(request, member) } as const;
    const checked = checkPasswordChange(form, member);
    if ('errors' in checked) return showForm({ response }, page, {}, checked);
    // Whoever found an open session guesses here as she would at sign-in.
    const from = await signIns.place('storefront', member, callerOf(request));
    const { id: accountId, email } = member;
    const { mark } = request.session;
    const outcome = await guessing(limiter, { place: from, email }, () =>
      accounts.changePassword({ ...checked.value, accountId, mark, sessionId: request.sessionID, from }),
    );
    if ('waitSeconds' in outcome) return showForm({ response }, page, {}, outcome);
    const changed = outcome.done;
    if (changed === 'meanwhile' && (await wasChanged({ ...form, email }, { request, response }))) return done(response);
    if (changed === null || changed === 'meanwhile') {
      if (changed === null) await signIns.record(from, 'wrong-password');
      return showForm({ response }, page, {}, { errors: { current: 'current-wrong' } });
    }
    await changeSessionId(request, changed);
    rememberBrowser(response, await signIns.knowBrowser(from));
    done(response);
  });
}

/** One that has ended by itself, or by the same form sent twice, is ended all the same. */
function addSessionEndings(router: Router, sessions: ReturnType<typeof createSessionList>): void {
  const ownerOf = ({ session, sessionID }: Request): Owner => ({ id: session.accountId ?? '', sessionId: sessionID });

  router.post('/account/sessions/end', requireSignedIn, requireFormToken, async (request, response) => {
    const { session } = readForm(FORMS.endSession, request.body);
    await sessions.end(ownerOf(request), session);
    redirectTo(response, '/account?notice=session-ended');
  });

  router.post('/account/sessions/end-others', requireSignedIn, requireFormToken, async (request, response) => {
    readForm(FORMS.signOut, request.body);
    await sessions.endOthers(ownerOf(request));
    redirectTo(response, '/account?notice=others-ended');
  });
}
