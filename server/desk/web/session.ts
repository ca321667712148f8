/** Under a cookie of their own: `__Host-` ties it to `app.`, where the storefront can't reach it. */
import type { RequestHandler } from 'express';
import type { Locale } from '../../i18n/locale';
import type { SessionTable } from '../../web/session-queries';
import { createSessions, endOfSignedIn, type Kept } from '../../web/session-store';
import { IDLE_MS, LONGEST_MS, type Begun } from '../access/model';
import type { AccessService } from '../access/service';
import type { DeskContext } from '../services';
import type { Notice } from './page';

declare module 'express-session' {
  interface SessionData {
    /** Who is signed in: password and second factor were both right. */
    staffId: string;
    /** When she last gave a code while she was in, ISO 8601, and for what. */
    proven: { readonly act: string; readonly at: string };
    /** Her password was right, and her second factor is still to come: nothing but the page for the code looks at it. */
    halfway: Halfway;
    setUp: BegunSetUp;
    newTotp: NewApp & { readonly at: string };
    notice: Notice;
    /** Sealed, both: a form's address and fields (kept-form.ts), and what a page shows for a while (shown-once.ts). */
    kept: string;
    shown: string;
  }
}

export interface NewApp {
  readonly sealed: string;
  /** Of what it shall take the place of. */
  readonly mark: string;
}

export interface Halfway extends Begun {
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
export const DESK_SESSIONS: SessionTable = { name: 'desk_sessions', owner: 'staffId' };
/** Between two steps of one thing: password and code, a new authenticator app and its first code. */
const STEP_MS = 15 * 60 * 1000;

export function createDeskSessions(context: DeskContext, access: AccessService): RequestHandler {
  return createSessions(context, {
    table: DESK_SESSIONS,
    endOf,
    admit: ({ staffId, mark, halfway }, enter) => {
      if (staffId) return access.admit({ staffId, mark }, enter);
      return halfway ? access.admit(halfway, enter) : null;
    },
    keys: context.keys.cookies.desk,
    cookie: { name: DESK_COOKIE, sameSite: 'lax', maxAge: LONGEST_MS },
  });
}

function endOf(data: Kept, now: Date): Date {
  if (data.staffId) return endOfSignedIn(data, now, { idleMs: IDLE_MS, longestMs: LONGEST_MS });
  return new Date(now.getTime() + IDLE_MS);
}

export function isStepOpen(step: { readonly at: string }, now: Date): boolean {
  return now.getTime() - Date.parse(step.at) <= STEP_MS;
}
