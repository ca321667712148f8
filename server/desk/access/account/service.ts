/** One's own account. What could let somebody else in is behind a code (routes.ts), and ends every other session. */
import type { Pool } from '../../../db/pool';
import { withTransaction, type TransactionHandle } from '../../../db/transaction';
import type { Locale } from '../../../i18n/locale';
import type { Clock } from '../../../process/clock';
import { AppError } from '../../../process/errors';
import type { Passwords } from '../../../store/accounts';
import type { SignInMails } from '../../../store/sign-ins';
import type { From, Warning } from '../../../store/sign-ins/model';
import { forgetKnownBrowsers } from '../../../store/sign-ins/service';
import { createSessionList, type ListedSession, type Owner } from '../../../web/session-list';
import { changesBetween, type Actor, type AuditEntry, type Verb } from '../../audit/model';
import { recordChange } from '../../audit/service';
import { DESK_SESSIONS, type NewApp } from '../../web/session';
import { credentialsMark, type Credentials, type Staff } from '../model';
import {
  countRecoveryCodes,
  deleteSessions,
  lockCredentials,
  replacePasswordHash,
  replaceRecoveryCodes,
  updateProfile,
  updateTotp,
} from '../queries';
import { makeRecoveryCodes } from '../recovery-codes';
import { hashesOf } from '../set-up/service';
import type { SecondFactor } from '../totp';

/** Who changes what is hers, and from which session. */
export interface Self {
  readonly staff: Staff;
  readonly actor: Actor;
  readonly sessionId: string;
  readonly from: From;
}

export interface AccountService {
  overview(self: Self): Promise<{ readonly sessions: readonly ListedSession[]; readonly recoveryCodes: number }>;
  changeProfile(self: Self, profile: { readonly name: string; readonly locale: Locale }): Promise<void>;
  changePassword(
    self: Self,
    change: { readonly current: string; readonly password: string },
  ): Promise<'done' | 'current-wrong'>;
  /** A new secret, for an app to be connected to. */
  beginNewApp(self: Self): Promise<NewApp>;
  secretOf(sealed: string): string | null;
  /**
   * @param code of the new app
   * @returns 'over' when her password or her app is another one than when this one was begun
   */
  finishNewApp(self: Self, app: NewApp, code: string): Promise<'done' | 'wrong' | 'over'>;
  renewRecoveryCodes(self: Self): Promise<readonly string[]>;
  /** @returns false when she has no such session */
  endSession(self: Self, handle: string): Promise<boolean>;
  endOtherSessions(self: Self): Promise<void>;
}

export interface AccountDependencies {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly totp: SecondFactor;
  readonly mails: SignInMails;
}

const ownerOf = ({ staff, sessionId }: Self): Owner => ({ id: staff.id, sessionId });

export function createAccount({ pool, clock, passwords, totp, mails }: AccountDependencies): AccountService {
  const secretOf = (sealed: string): string | null => totp.open(Buffer.from(sealed, 'base64url'));

  const record = (tx: TransactionHandle, { staff, actor }: Self, what: Verb, changes?: AuditEntry['changes']) =>
    recordChange(
      tx,
      actor,
      {
        action: `staff.${what}`,
        subject: { kind: 'staff', id: staff.id, name: staff.name },
        ...(changes ? { changes } : {}),
      },
      clock.now(),
    );

  const warn = (tx: TransactionHandle, { staff, from }: Self, reason: Warning): Promise<void> => {
    const { email: to, locale } = staff;
    return mails.warning(tx, { side: 'desk', to, locale, reason, at: clock.now(), from });
  };

  /** With her row held; nothing of it stays when the work throws. */
  const held = <T>({ staff }: Self, work: (tx: TransactionHandle, person: Credentials) => Promise<T>): Promise<T> =>
    withTransaction(pool, async (tx) => {
      const person = await lockCredentials(tx, staff.id);
      if (!person) throw new AppError('forbidden');
      return work(tx, person);
    });

  return {
    overview: async (self) => ({
      sessions: await createSessionList(pool, DESK_SESSIONS).of(ownerOf(self), clock.now()),
      recoveryCodes: await countRecoveryCodes(pool, self.staff.id),
    }),

    changeProfile: (self, profile) =>
      held(self, async (tx, before) => {
        const changes = changesBetween({ name: before.name, locale: before.locale }, profile);
        if (Object.keys(changes).length === 0) return;
        await updateProfile(tx, self.staff.id, profile);
        await record(tx, self, 'profile', changes);
      }),

    async changePassword(self, { current, password }) {
      const stored = await held(self, (_tx, person) => Promise.resolve(person));
      const { fits } = await passwords.verify(current, stored.passwordHash, self.from.asker);
      if (!fits) return 'current-wrong';
      const hash = await passwords.hash(password, self.from.asker);
      return held(self, async (tx) => {
        // Whoever changed it first, here or by a link, has ended this session: don't overwrite theirs.
        if (!(await replacePasswordHash(tx, self.staff.id, stored.passwordHash, hash))) return 'current-wrong' as const;
        await deleteSessions(tx, self.staff.id, self.sessionId);
        await forgetKnownBrowsers(tx, self.staff.id);
        await record(tx, self, 'password');
        await warn(tx, self, 'password');
        return 'done' as const;
      });
    },

    beginNewApp: (self) =>
      held(self, (_tx, person) =>
        Promise.resolve({ sealed: totp.seal(totp.make()).toString('base64url'), mark: credentialsMark(person) }),
      ),

    secretOf,

    finishNewApp: (self, { sealed, mark }, code) =>
      held(self, async (tx, person) => {
        if (credentialsMark(person) !== mark) return 'over';
        const secret = secretOf(sealed);
        const step = secret === null ? null : totp.stepOf(secret, code.replace(/\s/g, ''), clock.now());
        if (step === null) return 'wrong';
        await updateTotp(tx, person.id, Buffer.from(sealed, 'base64url'), step);
        await deleteSessions(tx, person.id, self.sessionId);
        await record(tx, self, 'second-factor');
        await warn(tx, self, 'second-factor');
        return 'done';
      }),

    renewRecoveryCodes: (self) =>
      held(self, async (tx, person) => {
        const codes = makeRecoveryCodes();
        const left = await countRecoveryCodes(tx, person.id);
        await replaceRecoveryCodes(tx, person.id, hashesOf(person.id, codes));
        await record(tx, self, 'recovery-codes', { recoveryCodes: [left, codes.length] });
        await warn(tx, self, 'recovery-codes');
        return codes;
      }),

    endSession: (self, handle) =>
      withTransaction(pool, async (tx) => {
        const ended = await createSessionList(tx, DESK_SESSIONS).end(ownerOf(self), handle);
        if (ended) await record(tx, self, 'sign-out');
        return ended;
      }),

    endOtherSessions: (self) =>
      withTransaction(pool, async (tx) => {
        const ended = await deleteSessions(tx, self.staff.id, self.sessionId);
        if (ended > 0) await record(tx, self, 'sign-out', { sessions: [ended + 1, 1] });
      }),
  };
}
