/** What she comes in with. What could let somebody else in is behind a code (routes.ts), and ends every other session. */
import { forgetKnownBrowsers } from '../../../store/sign-ins/service';
import type { NewApp } from '../../web/session';
import { credentialsMark } from '../model';
import { countRecoveryCodes, deleteSessions, replacePasswordHash, replaceRecoveryCodes, updateTotp } from '../queries';
import { hashesOf, makeRecoveryCodes } from '../recovery-codes';
import type { AccessTools } from '../tools';
import type { OwnActs, Self } from './own-act';

export function createCredentialChanges({ clock, passwords, totp }: AccessTools, { held, record, warn }: OwnActs) {
  return {
    async changePassword(
      self: Self,
      { current, password }: { readonly current: string; readonly password: string },
    ): Promise<'done' | 'current-wrong'> {
      const stored = await held(self, (_tx, person) => Promise.resolve(person));
      const { fits } = await passwords.verify(current, stored.passwordHash, self.from.asker);
      if (!fits) return 'current-wrong';
      const hash = await passwords.hash(password, self.from.asker);
      return held(self, async (tx) => {
        // Whoever changed it first, here or by a link, has ended this session: don't overwrite theirs.
        if (!(await replacePasswordHash(tx, self.staff.id, stored.passwordHash, hash))) return 'current-wrong';
        await deleteSessions(tx, self.staff.id, self.sessionId);
        await forgetKnownBrowsers(tx, self.staff.id);
        await record(tx, self, 'password');
        await warn(tx, self, 'password');
        return 'done';
      });
    },

    beginNewApp: (self: Self): Promise<NewApp> =>
      held(self, (_tx, person) =>
        Promise.resolve({ sealed: totp.seal(totp.make()).toString('base64url'), mark: credentialsMark(person) }),
      ),

    secretOf: (sealed: string) => totp.open(Buffer.from(sealed, 'base64url')),

    /** @returns 'over' when her password or her app has changed since this one was begun */
    finishNewApp: (self: Self, { sealed, mark }: NewApp, code: string) =>
      held(self, async (tx, person): Promise<'done' | 'wrong' | 'over'> => {
        if (credentialsMark(person) !== mark) return 'over';
        const secret = Buffer.from(sealed, 'base64url');
        const step = totp.stepOf(secret, code, clock.now());
        if (step === null) return 'wrong';
        await updateTotp(tx, person.id, secret, step);
        await deleteSessions(tx, person.id, self.sessionId);
        await record(tx, self, 'second-factor');
        await warn(tx, self, 'second-factor');
        return 'done';
      }),

    renewRecoveryCodes: (self: Self) =>
      held(self, async (tx, person) => {
        const codes = makeRecoveryCodes();
        const left = await countRecoveryCodes(tx, person.id);
        await replaceRecoveryCodes(tx, person.id, hashesOf(person.id, codes));
        await record(tx, self, 'recovery-codes', { recoveryCodes: [left, codes.length] });
        await warn(tx, self, 'recovery-codes');
        return codes;
      }),
  };
}
