/** Mounted on private pages and the API only, where a visitor gets neither cookie nor row until something is kept. */
import type { RequestHandler } from 'express';
import type { AccountService } from '../../store/accounts/service';
import type { WebContext } from '../../web/context';
import type { SessionTable } from '../../web/session-queries';
import { createSessions, endOfSignedIn, type Kept } from '../../web/session-store';

declare module 'express-session' {
  interface SessionData {
    /** The open cart of a guest; a member's is found by account. */
    cartId: string;
    accountId: string;
    /** Number of the order whose mailed link this browser has shown on its way to the payment provider. */
    paysOrder: string;
  }
}

export const SESSION_COOKIE = '__Secure-sid';
export const SESSIONS: SessionTable = { name: 'sessions', owner: 'accountId' };

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const THIRTY_DAYS_MS = 30 * DAY_MS;
/** A member: a month after her last visit, and a season after she signed in. */
const SIGNED_IN = { idleMs: THIRTY_DAYS_MS, longestMs: 90 * DAY_MS };
/** What holds nothing but a form's token is of use to nobody by tomorrow. */
const EMPTY_MS = 12 * HOUR_MS;

export function createShopperSessions(context: WebContext, accounts: AccountService): RequestHandler {
  return createSessions(context, {
    table: SESSIONS,
    endOf,
    admit: ({ accountId, mark }, enter) => (accountId ? accounts.admit({ accountId, mark }, enter) : null),
    keys: context.keys.cookies.storefront,
    cookie: {
      name: SESSION_COOKIE,
      domain: context.config.hosts.apex,
      // Lax lets a link from a mail arrive signed in; unsafe cross-site requests are refused in csrf.ts.
      sameSite: 'lax',
      maxAge: THIRTY_DAYS_MS,
    },
  });
}

function endOf(data: Kept, now: Date): Date {
  if (data.accountId) return endOfSignedIn(data, now, SIGNED_IN);
  return new Date(now.getTime() + (data.cartId || data.paysOrder ? THIRTY_DAYS_MS : EMPTY_MS));
}
