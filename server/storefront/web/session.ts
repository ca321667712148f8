/**
 * Shopper sessions in Postgres. Mounted on private pages and the API only: a visitor who only looks at public pages
 * never meets it, and one who opens a private page gets neither cookie nor row until something is kept for her.
 */
import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { ShopContext } from '../../store/context';

declare module 'express-session' {
  interface SessionData {
    /** The open cart of a guest; a member's is found by account. */
    cartId: string;
    accountId: string;
    /** Token that forms on private pages carry. */
    formToken: string;
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

export function createSessions(context: ShopContext): Sessions {
  const Store = connectPgSimple(session);
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

/** A new session id with the same content: at every change of who somebody is. The old id is dead afterwards. */
export async function renewSession(request: Request): Promise<void> {
  const { cartId } = request.session;
  await new Promise<void>((resolve, reject) => {
    request.session.regenerate((error: unknown) => (error ? reject(asError(error)) : resolve()));
  });
  if (cartId) request.session.cartId = cartId;
}

/** Ends the session: row and cookie. */
export async function endSession(request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.destroy((error: unknown) => (error ? reject(asError(error)) : resolve()));
  });
}

/** Writes the session before the answer leaves, so that a redirect's next request finds it. */
export async function saveSession(request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.save((error: unknown) => (error ? reject(asError(error)) : resolve()));
  });
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
