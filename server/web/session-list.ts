import { createHash } from 'node:crypto';
import type { Executor } from '../db/pool';
import { timeOf } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import {
  deleteOpenSession,
  deleteOtherSessions,
  selectOpenSessions,
  type OpenSession,
  type SessionTable,
} from './session-queries';
import type { WebText } from './texts';

export interface ListedSession extends OpenSession {
  /** The one that asks. */
  readonly isThis: boolean;
}

export interface Owner {
  readonly id: string;
  readonly sessionId: string;
}

/** What views/partials/sessions.ejs prints. */
export function sessionRows(
  sessions: readonly ListedSession[],
  { locale, text }: { readonly locale: Locale; readonly text: WebText },
) {
  return sessions.map(({ handle, isThis, browser, signedInAt, seenAt }) => ({
    handle,
    isThis,
    browser: browser || text('sessions:unknownBrowser'),
    since: text('sessions:since', { time: timeOf(signedInAt, locale) }),
    seen: text('sessions:seen', { time: timeOf(seenAt, locale) }),
  }));
}

export function createSessionList(db: Executor, table: SessionTable) {
  return {
    async of({ id, sessionId }: Owner, now: Date): Promise<readonly ListedSession[]> {
      const here = createHash('sha256').update(sessionId).digest('hex');
      const open = await selectOpenSessions(db, table, id, now);
      return open.map((session) => ({ ...session, isThis: session.handle === here }));
    },
    end: ({ id }: Owner, handle: string) => deleteOpenSession(db, table, id, handle),
    endOthers: ({ id, sessionId }: Owner) => deleteOtherSessions(db, table, id, sessionId),
  };
}
