/**
 * Sessions of the desk: in a table and under a cookie of their own. `__Host-` ties the cookie to `app.`; whatever
 * happens on the storefront can't reach it.
 */
import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session, { type Session, type SessionData } from 'express-session';
import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import { browserName } from '../../web/browser-name';
import { renewSession } from '../../web/session';
import { IDLE_MS, LONGEST_MS } from '../access/model';
import type { DeskContext } from '../services';

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
    /** Her password was right, and her second factor is still to come: nothing but the page for the code looks at it. */
    halfway: Halfway;
    /** The first half of setting up, until the authenticator app has proven itself. */
    setUp: BegunSetUp;
    /** An authenticator app that shall take the place of the one she has. */
    newTotp: { readonly sealed: string; readonly at: string };
    /** Shown once, on the next page. */
    notice: {
      readonly key: string;
      readonly values?: Readonly<Record<string, string | number>>;
      readonly wrong?: boolean;
    };
  }
}

export interface Halfway {
  readonly staffId: string;
  /** Tells whether her password is still the one she gave (access/model.ts). */
  readonly mark: string;
  readonly at: string;
  readonly next: string;
  /** Her password is shorter than it may be by now. */
  readonly isShort?: boolean;
}

export interface BegunSetUp {
  /** Of the link's token, in base64url. */
  readonly link: string;
  readonly name: string;
  readonly locale: Locale;
  readonly passwordHash: string;
  /** Sealed, in base64url. */
  readonly totp: string;
  readonly at: string;
}

export const DESK_COOKIE = '__Host-desk';
/** A page that only reads writes no session, but once in a while. */
const SEEN_EVERY_MS = 60 * 1000;
/** Between two steps of one thing: password and code, a new authenticator app and its first code. */
const STEP_MS = 15 * 60 * 1000;

export interface DeskSessions {
  readonly middleware: RequestHandler;
  close(): Promise<void>;
}

export function createDeskSessions(context: DeskContext): DeskSessions {
  const Store = createStore(context);
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

/**
 * A session that was found is only ever written back where it was found. Otherwise a request that was under way while
 * its session was ended elsewhere (signed out, password changed, disabled) would bring it to life again.
 */
function createStore({ pool }: DeskContext) {
  const found = new WeakSet();
  return class extends connectPgSimple(session) {
    override createSession(request: Request, data: SessionData): Session & SessionData {
      const made = super.createSession(request, data);
      found.add(made);
      return made;
    }

    override set(sid: string, data: SessionData, done?: (error?: Error | null) => void): void {
      if (!found.has(data)) return void super.set(sid, data, done);
      updateSession(pool, sid, data).then(
        () => done?.(null),
        (error: unknown) => done?.(error instanceof Error ? error : new Error(String(error))),
      );
    }
  };
}

/** Its end stays where it was. */
async function updateSession(db: Executor, sid: string, sess: unknown): Promise<void> {
  await db.query('update desk_sessions set sess = $2::json where sid = $1', [sid, JSON.stringify(sess)]);
}

/** Somebody has come in: a new session id, and nothing of the old session. To be saved by the caller. */
export async function beginSession(request: Request, staffId: string, now: Date): Promise<void> {
  await renewSession(request);
  Object.assign(request.session, {
    staffId,
    signedInAt: now.toISOString(),
    seenAt: now.toISOString(),
    browser: browserName(request.get('user-agent') ?? ''),
  });
}

/** A new session id for who is in already: her password or her second factor has changed. To be saved by the caller. */
export async function changeSessionId(request: Request): Promise<void> {
  const { staffId, signedInAt, seenAt, browser } = request.session;
  await renewSession(request);
  Object.assign(request.session, { staffId, signedInAt, seenAt, browser });
}

/** Has what was begun then still to be gone on with now? */
export function isStepOpen(step: { readonly at: string }, now: Date): boolean {
  return now.getTime() - Date.parse(step.at) <= STEP_MS;
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
