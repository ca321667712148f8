/**
 * Shopper sessions in Postgres. Mounted on private pages and the API only: a visitor who only looks at public pages
 * never meets it, and one who opens a private page gets neither cookie nor row until something is kept for her.
 */
import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session, { type SessionData } from 'express-session';
import type { WebContext } from '../../web/context';
import { renewSession } from '../../web/session';

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
const THIRTY_DAYS_MS = 30 * 24 * 60 * 60 * 1000;

export interface Sessions {
  readonly middleware: RequestHandler;
  close(): Promise<void>;
}

export function createSessions(context: WebContext): Sessions {
  const Store = createStore(context);
  const store = new Store({
    pool: context.pool,
    tableName: 'sessions',
    createTableIfMissing: false,
    pruneSessionInterval: 15 * 60,
    errorLog: (...details: unknown[]) => context.logger.error({ details: details.map(String) }, 'session store'),
  });
  const middleware = session({
    name: SESSION_COOKIE,
    secret: context.sessionSecret,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    proxy: true,
    cookie: {
      domain: context.config.hosts.apex,
      path: '/',
      secure: true,
      httpOnly: true,
      // Lax lets a link from a mail arrive signed in; unsafe cross-site requests are refused in csrf.ts.
      sameSite: 'lax',
      maxAge: THIRTY_DAYS_MS,
    },
  });
  return { middleware, close: () => Promise.resolve(store.close()) };
}

/**
 * express-session keeps the last byte of an answer back until the store has noted that the session was used. Nobody has
 * to wait for that: it is said at once, so that the answer leaves in one piece, and done afterwards.
 */
function createStore({ logger }: WebContext) {
  return class extends connectPgSimple(session) {
    override touch(sid: string, data: SessionData, done?: (error?: unknown) => void): void {
      done?.(null);
      void super.touch(sid, data, (error?: unknown) => {
        if (error) logger.error({ err: error }, 'a session could not be kept alive');
      });
    }
  };
}

/** A new session id with the same cart: at every change of who somebody is. */
export async function renewShopperSession(request: Request): Promise<void> {
  const { cartId } = request.session;
  await renewSession(request);
  if (cartId) request.session.cartId = cartId;
}
