import type { Request, RequestHandler, Response } from 'express';
import { localPath } from '../../i18n/locale';
import type { Account } from '../../store/accounts/model';
import type { AccountService } from '../../store/accounts/service';
import { localeOf } from '../../web/page';

export async function currentAccount(accounts: AccountService, request: Request): Promise<Account | null> {
  const { accountId } = request.session;
  return accountId ? accounts.find(accountId) : null;
}

/** Sends guests to sign in, and back to this page afterwards. Before every route that is a member's own. */
export const requireSignedIn: RequestHandler = (request, response, next) => {
  if (request.session.accountId) next();
  else askToSignIn(request, response);
};

export function askToSignIn(request: Request, response: Response): void {
  const back = request.method === 'GET' ? request.originalUrl : localPath(localeOf(response), '/account');
  response.redirect(303, localPath(localeOf(response), `/account/login?next=${encodeURIComponent(back)}`));
}
