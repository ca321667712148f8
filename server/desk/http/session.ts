/**
 * Sessions of the desk: in a table and under a cookie of their own. `__Host-` ties the cookie to `app.`; whatever
 * happens on the storefront can't reach it.
 */
import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { ShopContext } from '../../shop/context';

declare module 'express-session' {
  interface SessionData {
    /** Who is signed in: password and second factor were both right. */
    staffId: string;
    /** ISO 8601. Whatever happens, the session ends {@link LONGEST_MS} after it. */
    signedInAt: string;
    /** ISO 8601, at most {@link SEEN_EVERY_MS} behind. */
    seenAt: string;
    /** What the list of sessions shows of the browser. */
    browser: string;
    /** Shown once, on the next page. */
    notice: {
      readonly key: string;
      readonly values?: Readonly<Record<string, string | number>>;
      readonly wrong?: boolean;
    };
  }
}

export const DESK_COOKIE = '__Host-desk';
/** A working day. */
export const LONGEST_MS = 12 * 60 * 60 * 1000;
/** Long enough to pack a few parcels, short enough for a screen somebody walked away from. */
export const IDLE_MS = 60 * 60 * 1000;
/** A page that only reads writes no session, but once in a while. */
const SEEN_EVERY_MS = 60 * 1000;

export interface DeskSessions {
  readonly middleware: RequestHandler;
  close(): Promise<void>;
}

export function createDeskSessions(context: ShopContext): DeskSessions {
  const Store = connectPgSimple(session);
  const store = new Store({
    pool: context.pool,
    tableName: 'desk_sessions',
    createTableIfMissing: false,
    // Its end is absolute; that it is used is kept in `seenAt`.
    disableTouch: true,
    pruneSessionInterval: 15 * 60,
    errorLog: (...details: unknown[]) => context.logger.error({ details: details.map(String) }, 'desk session store'),
  });
  const middleware = session({
    name: DESK_COOKIE,
    // Signed with a key of its own: a shopper's session id is worth nothing here, even under this cookie's name.
    secret: `desk ${context.sessionSecret}`,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    proxy: true,
    cookie: { path: '/', secure: true, httpOnly: true, sameSite: 'lax', maxAge: LONGEST_MS },
  });
  return { middleware, close: () => Promise.resolve(store.close()) };
}

/** Is somebody signed in, and neither idle for too long nor in here since too long? Notes that she was seen. */
export function isSessionAlive(request: Request, now: Date): boolean {
  const { staffId, signedInAt, seenAt } = request.session;
  if (!staffId || !signedInAt || !seenAt) return false;
  const sinceSeen = now.getTime() - Date.parse(seenAt);
  if (sinceSeen > IDLE_MS || now.getTime() - Date.parse(signedInAt) > LONGEST_MS) return false;
  if (sinceSeen > SEEN_EVERY_MS) request.session.seenAt = now.toISOString();
  return true;
}
