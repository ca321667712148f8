import type { Request } from 'express';
import { type SessionData } from 'express-session';
import { asError } from '../process/thrown';
import { browserName } from './browser-name';
import { SessionRefused, SessionStore } from './session-store';

declare module 'express-session' {
  interface SessionData {
    /** Token that forms on private pages carry. */
    formToken: string;
    /** ISO 8601: since when somebody is signed in. Whatever happens, it ends a certain time after it. */
    signedInAt: string;
    /** ISO 8601, a minute behind at most. */
    seenAt: string;
    /** For the list of sessions. */
    browser: string;
    /** Of what she proved herself with. The session only begins while it is right. */
    mark: string;
  }
}

/** A new and empty session, at every change of who somebody is. The old id is dead afterwards. */
export async function renewSession(request: Request): Promise<void> {
  await settled((done) => request.session.regenerate(done));
}

/** Nothing of the old session stays. @returns false when what she proved herself with has changed meanwhile */
export async function beginSession(request: Request, who: Partial<SessionData>): Promise<boolean> {
  await renewSession(request);
  Object.assign(request.session, { ...who, browser: browserName(request.get('user-agent') ?? '') });
  try {
    await saveSession(request);
    return true;
  } catch (error) {
    if (!(error instanceof SessionRefused)) throw error;
    await endSession(request);
    return false;
  }
}

/** A new id for who is in already: what she proves herself with has changed. One that has ended meanwhile stays so. */
export async function changeSessionId(request: Request, who: Partial<SessionData>): Promise<void> {
  const { signedInAt, seenAt, browser } = request.session;
  storeOf(request).changeId(request);
  Object.assign(request.session, { signedInAt, seenAt, browser, ...who });
  await saveSession(request);
}

/** Asks for the session again, after something that took long. One that has ended meanwhile is nobody's. */
export async function reloadSession(request: Request): Promise<void> {
  const store = storeOf(request);
  const { session } = request;
  if (!store.isFound(session)) return;
  const found = await foundBy(request);
  const { cookie, ...before } = session;
  for (const name of Object.keys(before)) Reflect.deleteProperty(session, name);
  Object.assign(session, found, { cookie });
}

/** Is it still there, for who is being answered for a long time? */
export const isSessionOpen = async (request: Request): Promise<boolean> => (await foundBy(request)) !== null;

export async function endSession(request: Request): Promise<void> {
  await settled((done) => request.session.destroy(done));
}

/** Before the answer leaves, so that a redirect's next request finds it. */
export async function saveSession(request: Request): Promise<void> {
  await settled((done) => request.session.save(done));
}

const foundBy = async (request: Request): Promise<SessionData | null> =>
  (await settled<SessionData | null>((done) => storeOf(request).get(request.sessionID, done))) ?? null;

/** express-session speaks in callbacks. */
const settled = <T>(act: (done: (error: unknown, data?: T) => void) => unknown): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    act((error, data) => (error ? reject(asError(error)) : resolve(data)));
  });

function storeOf({ sessionStore }: Request): SessionStore {
  if (!(sessionStore instanceof SessionStore)) throw new Error('a session was asked for where there is none');
  return sessionStore;
}
