/** What happens to a session whoever it belongs to. */
import type { Request } from 'express';
import 'express-session';

declare module 'express-session' {
  interface SessionData {
    /** Token that forms on private pages carry. */
    formToken: string;
  }
}

/** A new and empty session, at every change of who somebody is. The old id is dead afterwards. */
export async function renewSession(request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.regenerate((error: unknown) => (error ? reject(asError(error)) : resolve()));
  });
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
