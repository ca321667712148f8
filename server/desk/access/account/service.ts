import { withTransaction } from '../../../db/transaction';
import { createSessionList, type Owner } from '../../../web/session-list';
import { changesBetween } from '../../audit/model';
import { DESK_SESSIONS } from '../../web/session';
import type { Staff } from '../model';
import { countRecoveryCodes, deleteSessions, updateProfile } from '../queries';
import type { AccessTools } from '../tools';
import { createCredentialChanges } from './credentials';
import { createOwnActs, type Self } from './own-act';

const ownerOf = ({ staff, sessionId }: Self): Owner => ({ id: staff.id, sessionId });

export function createAccount(tools: AccessTools) {
  const { pool, clock } = tools;
  const acts = createOwnActs(tools);
  return {
    ...createCredentialChanges(tools, acts),

    overview: async (self: Self) => ({
      sessions: await createSessionList(pool, DESK_SESSIONS).of(ownerOf(self), clock.now()),
      recoveryCodes: await countRecoveryCodes(pool, self.staff.id),
    }),

    changeProfile: (self: Self, profile: Pick<Staff, 'name' | 'locale'>) =>
      acts.held(self, async (tx, before) => {
        const changes = changesBetween({ name: before.name, locale: before.locale }, profile);
        if (Object.keys(changes).length === 0) return;
        await updateProfile(tx, self.staff.id, profile);
        await acts.record(tx, self, 'profile', changes);
      }),

    endSession: (self: Self, handle: string) =>
      withTransaction(pool, async (tx) => {
        const ended = await createSessionList(tx, DESK_SESSIONS).end(ownerOf(self), handle);
        if (ended) await acts.record(tx, self, 'sign-out');
        return ended;
      }),

    endOtherSessions: (self: Self) =>
      withTransaction(pool, async (tx) => {
        const ended = await deleteSessions(tx, self.staff.id, self.sessionId);
        if (ended > 0) await acts.record(tx, self, 'sign-out', { sessions: [ended + 1, 1] });
      }),
  };
}
