/** One's own account. What could let somebody else in asks for a fresh code, and ends every other session. */
import type { Pool } from '../../../db/pool';
import { withTransaction, type TransactionHandle } from '../../../db/transaction';
import type { Locale } from '../../../i18n/locale';
import type { Clock } from '../../../process/clock';
import type { Passwords } from '../../../store/accounts';
import type { SignInMails } from '../../../store/sign-ins';
import type { From, Warning } from '../../../store/sign-ins/model';
import { forgetKnownBrowsers } from '../../../store/sign-ins/service';
import { createSessionList, type ListedSession, type Owner } from '../../../web/session-list';
import { changesBetween, type Actor, type AuditEntry, type Verb } from '../../audit/model';
import { recordChange } from '../../audit/service';
import { DESK_SESSIONS } from '../../web/session';
import type { Credentials, Staff } from '../model';
import type { Given, Proof, Proofs } from '../proof';
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

export type Refusal = Exclude<Proof, 'right'>;

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
    change: { readonly current: string; readonly password: string; readonly code: string },
  ): Promise<'done' | 'current-wrong' | Refusal>;
  /** @returns a new secret, sealed, for an app to be connected to */
  beginNewApp(self: Self, given: Given): Promise<{ readonly sealed: string } | Refusal>;
  secretOf(sealed: string): string | null;
  /** @param code of the new app */
  finishNewApp(self: Self, sealed: string, code: string): Promise<'done' | 'wrong'>;
  renewRecoveryCodes(self: Self, code: string): Promise<{ readonly codes: readonly string[] } | Refusal>;
  /** @returns false when she has no such session */
  endSession(self: Self, handle: string): Promise<boolean>;
  endOtherSessions(self: Self): Promise<void>;
}

export interface AccountDependencies {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly proofs: Proofs;
  readonly totp: SecondFactor;
  readonly mails: SignInMails;
}

const ownerOf = ({ staff, sessionId }: Self): Owner => ({ id: staff.id, sessionId });

export function createAccount({ pool, clock, passwords, proofs, totp, mails }: AccountDependencies): AccountService {
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

  /** With her row locked and her code taken; nothing of it stays when the work throws. */
  function proven<T>(
    { staff, actor }: Self,
    given: Given,
    work: (tx: TransactionHandle, person: Credentials) => Promise<T>,
  ): Promise<T | Refusal> {
    return withTransaction(pool, async (tx): Promise<T | Refusal> => {
      const person = await lockCredentials(tx, staff.id);
      if (!person) return 'wrong';
      const context = { now: clock.now(), requestId: actor.requestId };
      const proof = await proofs.prove(tx, person, given, context);
      return proof === 'right' ? work(tx, person) : proof;
    });
  }

  return {
    overview: async (self) => ({
      sessions: await createSessionList(pool, DESK_SESSIONS).of(ownerOf(self), clock.now()),
      recoveryCodes: await countRecoveryCodes(pool, self.staff.id),
    }),

    changeProfile: (self, profile) =>
      withTransaction(pool, async (tx) => {
        const before = await lockCredentials(tx, self.staff.id);
        if (!before) return;
        const changes = changesBetween({ name: before.name, locale: before.locale }, profile);
        if (Object.keys(changes).length === 0) return;
        await updateProfile(tx, self.staff.id, profile);
        await record(tx, self, 'profile', changes);
      }),

    async changePassword(self, { current, password, code }) {
      const stored = await withTransaction(pool, (tx) => lockCredentials(tx, self.staff.id));
      const { fits } = await passwords.verify(current, stored?.passwordHash ?? null, self.from.asker);
      if (!stored || !fits) return 'current-wrong';
      const hash = await passwords.hash(password, self.from.asker);
      return proven(self, { code }, async (tx) => {
        // Whoever changed it first, here or by a link, has ended this session: don't overwrite theirs.
        if (!(await replacePasswordHash(tx, self.staff.id, stored.passwordHash, hash))) return 'current-wrong' as const;
        await deleteSessions(tx, self.staff.id, self.sessionId);
        await forgetKnownBrowsers(tx, self.staff.id);
        await record(tx, self, 'password');
        await warn(tx, self, 'password');
        return 'done' as const;
      });
    },

    beginNewApp: (self, given) =>
      proven(self, given, () => Promise.resolve({ sealed: totp.seal(totp.make()).toString('base64url') })),

    secretOf,

    finishNewApp: (self, sealed, code) =>
      withTransaction(pool, async (tx) => {
        const now = clock.now();
        const secret = secretOf(sealed);
        const step = secret === null ? null : totp.stepOf(secret, code.replace(/\s/g, ''), now);
        if (step === null || !(await lockCredentials(tx, self.staff.id))) return 'wrong';
        await updateTotp(tx, self.staff.id, Buffer.from(sealed, 'base64url'), step);
        await deleteSessions(tx, self.staff.id, self.sessionId);
        await record(tx, self, 'second-factor');
        await warn(tx, self, 'second-factor');
        return 'done';
      }),

    renewRecoveryCodes: (self, code) =>
      proven(self, { code }, async (tx, person) => {
        const codes = makeRecoveryCodes();
        const left = await countRecoveryCodes(tx, person.id);
        await replaceRecoveryCodes(tx, person.id, hashesOf(person.id, codes));
        await record(tx, self, 'recovery-codes', { recoveryCodes: [left, codes.length] });
        await warn(tx, self, 'recovery-codes');
        return { codes };
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
