/**
 * Accounts: who somebody is, and how she proves it.
 *
 * What a stranger can learn about who has an account here:
 * - Sign-in answers an unknown e-mail as it answers a wrong password, after the same scrypt work.
 * - A forgotten password is answered before anybody looks for the account: the request is queued either way.
 * - Sign-up has to differ: a new member is signed in at once, because that is what she came for, between cart and
 *   checkout; a mail to click first would lose her. So it can be asked whether an address is free, at the price of an
 *   account made for each free one. What is done about it: the same scrypt work either way, an error that does not say
 *   which of its causes it was, and twenty attempts an hour from one network.
 */
import type { Executor, Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import type { Locale } from '../../i18n/locale';
import type { Clock } from '../../process/clock';
import { adoptGuestCart } from '../cart/service';
import type { AccountMails } from './mails';
import { passwordMark, RESET_VALID_MS, type Account, type Begun } from './model';
import { createPasswords, type Passwords } from './passwords';
import {
  closeResets,
  deleteSessions,
  insertAccount,
  insertReset,
  lockAccount,
  queueReset,
  replacePasswordHash,
  selectAccount,
  selectCredentials,
  selectIsBlocked,
  selectOpenReset,
  selectPasswordHash,
  updatePasswordHash,
  useReset,
} from './queries';
import { makeResetToken, resetTokenHash } from './reset-token';

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly locale: Locale;
  /** `session.cartId` of the visitor. */
  readonly guestCartId: string | null;
}

export interface AccountService {
  find(accountId: string): Promise<Account | null>;
  /** E-mail and password as checks.ts takes them. @returns null when the e-mail can't be had */
  register(account: NewAccount): Promise<Begun | null>;
  /**
   * @returns null for an unknown e-mail and for a wrong password; 'blocked' only to who knows the right one. Nothing has
   * happened to the guest's cart then
   */
  signIn(attempt: {
    readonly email: string;
    readonly password: string;
    readonly guestCartId: string | null;
  }): Promise<Begun | 'blocked' | null>;
  /**
   * Begins a session, if the password that was verified is still hers and nobody has blocked her since. Her account is
   * held, so that whatever ends her sessions comes before, and is asked for, or comes after and finds this one.
   * @returns false when nothing was begun
   */
  admit(
    who: { readonly accountId: string; readonly mark: string | undefined },
    enter: (tx: Executor) => Promise<void>,
  ): Promise<boolean>;
  /** Signs the account out of every session but `sessionId`. @returns false for a wrong current password */
  changePassword(change: {
    readonly accountId: string;
    readonly current: string;
    readonly password: string;
    readonly sessionId: string;
  }): Promise<boolean>;
  /** Takes the same time whether or not there is such an account; `issueReset` runs in the jobs process. */
  requestReset(request: { readonly email: string; readonly locale: Locale }): Promise<void>;
  /** The e-mail of the account an open token belongs to. */
  resetEmail(token: string): Promise<string | null>;
  /** Signs the account out everywhere. @returns false when the token is no longer good */
  resetPassword(reset: { readonly token: string; readonly password: string }): Promise<boolean>;
}

export interface AccountDependencies {
  readonly pool: Pool;
  readonly clock: Clock;
  /** As passwords.ts makes them, unless a test wants to look. */
  readonly passwords?: Passwords;
}

export function createAccounts({ pool, clock, passwords = createPasswords() }: AccountDependencies): AccountService {
  return {
    find: (accountId) => selectAccount(pool, accountId),

    async register({ email, name, password, locale, guestCartId }) {
      const passwordHash = await passwords.hash(password);
      return withTransaction(pool, async (tx) => {
        // To a stranger it is one of the reasons for which an e-mail can't be had.
        if (await selectIsBlocked(tx, { email, accountId: null })) return null;
        const account = await insertAccount(tx, { email, name, passwordHash, locale });
        if (account && guestCartId) await adoptGuestCart(tx, { guestCartId, accountId: account.id });
        return account && { accountId: account.id, mark: passwordMark(passwordHash) };
      });
    },

    async signIn({ email, password, guestCartId }) {
      const known = await selectCredentials(pool, email);
      const { fits, outdated } = await passwords.verify(password, known?.passwordHash ?? null);
      if (!known || !fits) return null;
      if (await selectIsBlocked(pool, { email, accountId: known.id })) return 'blocked';
      const accountId = known.id;
      const hash = outdated ? await passwords.hash(password) : known.passwordHash;
      if (outdated && !(await replacePasswordHash(pool, accountId, known.passwordHash, hash))) return null;
      if (guestCartId) await withTransaction(pool, (tx) => adoptGuestCart(tx, { guestCartId, accountId }));
      return { accountId, mark: passwordMark(hash) };
    },

    admit: ({ accountId, mark }, enter) =>
      withTransaction(pool, async (tx) => {
        const held = await lockAccount(tx, accountId);
        if (!held || passwordMark(held.passwordHash) !== mark) return false;
        if (await selectIsBlocked(tx, { email: held.email, accountId })) return false;
        await enter(tx);
        return true;
      }),

    async changePassword({ accountId, current, password, sessionId }) {
      const stored = await selectPasswordHash(pool, accountId);
      const { fits } = await passwords.verify(current, stored);
      if (stored === null || !fits) return false;
      const hash = await passwords.hash(password);
      return withTransaction(pool, async (tx) => {
        await lockAccount(tx, accountId);
        // Whoever changed it first, here or by a reset link, has ended this session: don't overwrite theirs.
        if (!(await replacePasswordHash(tx, accountId, stored, hash))) return false;
        await closeResets(tx, accountId, clock.now());
        await deleteSessions(tx, accountId, sessionId);
        return true;
      });
    },

    requestReset: (request) => queueReset(pool, request),

    async resetEmail(token) {
      const tokenHash = resetTokenHash(token);
      return tokenHash ? ((await selectOpenReset(pool, tokenHash, clock.now()))?.email ?? null) : null;
    },

    async resetPassword({ token, password }) {
      const tokenHash = resetTokenHash(token);
      const open = tokenHash ? await selectOpenReset(pool, tokenHash, clock.now()) : null;
      if (!tokenHash || !open) return false;
      const hash = await passwords.hash(password);
      return withTransaction(pool, async (tx) => {
        const now = clock.now();
        await lockAccount(tx, open.accountId);
        if (!(await useReset(tx, tokenHash, now))) return false;
        await closeResets(tx, open.accountId, now);
        await updatePasswordHash(tx, open.accountId, hash);
        await deleteSessions(tx, open.accountId, null);
        return true;
      });
    },
  };
}

/** Does the shop's owner let this e-mail, or this account, buy nothing? */
export const isBlocked = selectIsBlocked;

/** Makes a token and its mail, if the e-mail has an account. Run by the jobs process, where nobody measures it. */
export async function issueReset(
  { pool, clock, mails }: { readonly pool: Pool; readonly clock: Clock; readonly mails: AccountMails },
  { email, locale }: { readonly email: string; readonly locale: Locale },
): Promise<void> {
  await withTransaction(pool, async (tx) => {
    const account = await selectCredentials(tx, email);
    if (!account) return;
    const token = makeResetToken();
    const now = clock.now();
    const tokenHash = resetTokenHash(token);
    if (!tokenHash) throw new Error('a token was made that does not read as one');
    await insertReset(tx, {
      tokenHash,
      accountId: account.id,
      now,
      expiresAt: new Date(now.getTime() + RESET_VALID_MS),
    });
    await mails.passwordReset(tx, { to: account.email, locale, token });
  });
}
