/** One's own account: who she is called, and where she is signed in. */
import { withTransaction } from '../../../db/transaction';
import type { Locale } from '../../../i18n/locale';
import { createSessionList, type ListedSession, type Owner } from '../../../web/session-list';
import { changesBetween } from '../../audit/model';
import { DESK_SESSIONS } from '../../web/session';
import { countRecoveryCodes, deleteSessions, updateProfile } from '../queries';
import type { AccessTools } from '../tools';
import { createCredentialChanges, type CredentialChanges } from './credentials';
import { createOwnActs, type Self } from './own-act';

export interface AccountService extends CredentialChanges {
  overview(self: Self): Promise<{ readonly sessions: readonly ListedSession[]; readonly recoveryCodes: number }>;
  changeProfile(self: Self, profile: { readonly name: string; readonly locale: Locale }): Promise<void>;
  /** @returns false when she has no such session */
  endSession(self: Self, handle: string): Promise<boolean>;
  endOtherSessions(self: Self): Promise<void>;
}

const ownerOf = ({ staff, sessionId }: Self): Owner => ({ id: staff.id, sessionId });

export function createAccount(
  tools: Pick<AccessTools, 'pool' | 'clock' | 'passwords' | 'totp' | 'mails'>,
): AccountService {
  const { pool, clock } = tools;
  const acts = createOwnActs(tools);
  return {
    ...createCredentialChanges(tools, acts),

    overview: async (self) => ({
      sessions: await createSessionList(pool, DESK_SESSIONS).of(ownerOf(self), clock.now()),
      recoveryCodes: await countRecoveryCodes(pool, self.staff.id),
    }),

    changeProfile: (self, profile) =>
      acts.held(self, async (tx, before) => {
        const changes = changesBetween({ name: before.name, locale: before.locale }, profile);
        if (Object.keys(changes).length === 0) return;
        await updateProfile(tx, self.staff.id, profile);
        await acts.record(tx, self, 'profile', changes);
      }),

    endSession: (self, handle) =>
      withTransaction(pool, async (tx) => {
        const ended = await createSessionList(tx, DESK_SESSIONS).end(ownerOf(self), handle);
        if (ended) await acts.record(tx, self, 'sign-out');
        return ended;
      }),

    endOtherSessions: (self) =>
      withTransaction(pool, async (tx) => {
        const ended = await deleteSessions(tx, self.staff.id, self.sessionId);
        if (ended > 0) await acts.record(tx, self, 'sign-out', { sessions: [ended + 1, 1] });
      }),
  };
}
