import type { Request, RequestHandler, Response } from 'express';
import type { Account } from '../../store/accounts/model';
import type { AccountService } from '../../store/accounts/service';
import { redirectTo } from '../../web/page';

export async function currentAccount(accounts: AccountService, request: Request): Promise<Account | null> {
  const { accountId } = request.session;
  return accountId ? accounts.find(accountId) : null;
}

/** Sends guests to sign in, and back to this page afterwards. Before every route that is a member's own. */
export const requireSignedIn: RequestHandler = (request, response, next) => {
  if (request.session.accountId) next();
  else askToSignIn(request, response);
};

/** Whoever sends a form has been in: she is told that it has ended. */
export function askToSignIn({ method, originalUrl }: Request, response: Response): void {
  const query = new URLSearchParams({ next: originalUrl, ...(method === 'POST' && { notice: 'ended' }) });
  redirectTo(response, `/account/login?${query.toString()}`);
}
