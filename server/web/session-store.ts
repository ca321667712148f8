/**
 * A session is only ever written back where it was found: a request under way while it was ended elsewhere would bring
 * it to life again. One that somebody is signed in to begins in the transaction that asks once more whether she may.
 */
import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session, { type CookieOptions, type Session, type SessionData } from 'express-session';
import type { Executor } from '../db/pool';
import type { WebContext } from './context';
import { insertSession, selectSession, updateSession, type SessionRow, type SessionTable } from './session-queries';

/** A page that only reads writes no session, but once in a while. */
const SEEN_EVERY_MS = 60 * 1000;

export type Kept = Partial<SessionData>;

export interface SessionRules {
  readonly table: SessionTable;
  /** When it is over, if nobody comes back. Asked each time it is written. */
  readonly endOf: (data: Kept, now: Date) => Date;
  /**
   * Does `enter` in a transaction in which whoever the session is of may still come in.
   * @returns false when she may not, and nothing was done; null for a session of nobody
   */
  readonly admit: (data: Kept, enter: (tx: Executor) => Promise<void>) => Promise<boolean> | null;
}

export interface SessionOptions extends SessionRules {
  readonly cookie: CookieOptions & { readonly name: string };
  /** The first signs the ids, all of them verify. Read anew at every request. */
  readonly keys: string[];
}

/** The password or the right to come in has changed since it was asked for: the session has not begun. */
export class SessionRefused extends Error {}

type Done = (error?: unknown) => void;

export class SessionStore extends connectPgSimple(session) {
  /** The ids under which they lie. */
  readonly #found = new WeakMap<object, string>();
  /** express-session makes it. */
  declare generate: (request: Request) => void;

  constructor(
    private readonly context: Pick<WebContext, 'pool' | 'clock' | 'logger'>,
    private readonly rules: SessionRules,
  ) {
    super({
      pool: context.pool,
      tableName: rules.table.name,
      createTableIfMissing: false,
      // When it was last seen is written with it, once in a while, and jobs prune.
      disableTouch: true,
      pruneSessionInterval: false,
      errorLog: (...details: unknown[]) => context.logger.error({ details: details.map(String) }, 'session store'),
    });
  }

  override get(sid: string, done: (error: unknown, data?: SessionData | null) => void): void {
    const { pool, clock } = this.context;
    selectSession<SessionData>(pool, this.rules.table, sid, clock.now()).then(
      (data) => done(null, data),
      (error: unknown) => done(error),
    );
  }

  override createSession(request: Request, data: SessionData): Session & SessionData {
    const made = super.createSession(request, data);
    this.#found.set(made, request.sessionID);
    return made;
  }

  override set(sid: string, data: SessionData, done: Done = () => undefined): void {
    this.#write(sid, data).then(() => done(), done);
  }

  isFound(data: object): boolean {
    return this.#found.has(data);
  }

  /** A new id for a session that stays: written where it lies, if it still does. */
  changeId(request: Request): void {
    const was = this.#found.get(request.session);
    this.generate(request);
    if (was !== undefined) this.#found.set(request.session, was);
  }

  async #write(sid: string, data: Kept): Promise<void> {
    const { pool } = this.context;
    const { table, admit } = this.rules;
    const row = this.#rowOf(sid, data);
    const was = this.#found.get(data);
    if (was !== undefined) await updateSession(pool, table, { ...row, was });
    else {
      const admitted = admit(data, (tx) => insertSession(tx, table, row));
      if (admitted === null) await insertSession(pool, table, row);
      else if (!(await admitted)) throw new SessionRefused('the session may not begin');
    }
    this.#found.set(data, sid);
  }

  #rowOf(sid: string, data: Kept): SessionRow {
    const { table, endOf } = this.rules;
    const now = this.context.clock.now();
    const at = now.toISOString();
    const since = table.owner in data ? { signedInAt: data.signedInAt ?? at } : {};
    const stamped = { ...data, ...since, seenAt: data.seenAt ?? at };
    return { sid, data: JSON.stringify(stamped), endsAt: endOf(stamped, now) };
  }
}

/** For pages that know their visitor. Who has nothing kept for her gets neither cookie nor row. */
export function createSessions(context: WebContext, options: SessionOptions): RequestHandler {
  const { name, ...cookie } = options.cookie;
  const store = new SessionStore(context, options);
  const load = session({
    name,
    secret: options.keys,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    proxy: true,
    cookie: { path: '/', secure: true, httpOnly: true, ...cookie },
  });
  return (request, response, next) =>
    load(request, response, (error?: unknown) => {
      if (error === undefined) noteSeen(store, request, context.clock.now());
      next(error);
    });
}

function noteSeen(store: SessionStore, { session: found }: Request, now: Date): void {
  if (!store.isFound(found)) return;
  const sinceSeen = found.seenAt === undefined ? Infinity : now.getTime() - Date.parse(found.seenAt);
  if (sinceSeen > SEEN_EVERY_MS) found.seenAt = now.toISOString();
}

export function endOfSignedIn(
  { signedInAt }: Kept,
  now: Date,
  { idleMs, longestMs }: { readonly idleMs: number; readonly longestMs: number },
): Date {
  return new Date(Math.min(now.getTime() + idleMs, Date.parse(signedInAt ?? now.toISOString()) + longestMs));
}
