/**
 * What a stranger can learn about who has an account here: nothing at sign-in (the same answer after the same scrypt
 * work) or by a forgotten password (the request is queued either way). Sign-up has to differ, because a mail to click
 * first would lose her between cart and checkout: it tells whether an address is free, at the price of an account for
 * each free one, twenty times an hour from one network.
 */
import type { Executor, Pool } from '../../db/pool';
import { withTransaction, type TransactionHandle } from '../../db/transaction';
import type { Locale } from '../../i18n/locale';
import type { Clock } from '../../process/clock';
import { tokenHash as resetTokenHash } from '../../process/random-token';
import { adoptGuestCart } from '../cart/service';
import type { SignInMails } from '../sign-ins';
import type { From } from '../sign-ins/model';
import { forgetKnownBrowsers } from '../sign-ins/service';
import type { AccountMails } from './mails';
import { passwordMark, RESET_ANSWERED_MS, type Begun, type ResetRequest } from './model';
import { createPasswords, type Passwords } from './passwords';
import {
  closeResets,
  deleteSessions,
  insertAccount,
  lockAccount,
  queueReset,
  replacePasswordHash,
  selectAccount,
  selectCredentials,
  selectBlocked,
  selectOpenReset,
  selectPasswordHash,
  selectUsedReset,
  updatePasswordHash,
  useReset,
  type Buyer,
  type OpenReset,
} from './queries';

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly locale: Locale;
  readonly guestCartId: string | null;
  readonly from: From;
}

type Attempt = Omit<NewAccount, 'name' | 'locale'>;

interface PasswordChange {
  readonly accountId: string;
  /** What her session began with; of older sessions it is not known. */
  readonly mark?: string | undefined;
  readonly current: string;
  readonly password: string;
  readonly sessionId: string;
  readonly from: From;
}

export type AccountService = ReturnType<typeof createAccounts>;

interface Dependencies {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly mails: Pick<AccountMails, 'blocked'> & SignInMails;
  readonly passwords?: Passwords;
}

export function createAccounts(deps: Dependencies) {
  const { pool, clock, mails, passwords = createPasswords() } = deps;
  return {
    find: (accountId: string) => selectAccount(pool, accountId),

    /** E-mail and password as checks.ts takes them. @returns null when the e-mail can't be had */
    async register({ email, name, password, locale, guestCartId, from }: NewAccount): Promise<Begun | null> {
      const passwordHash = await passwords.hash(password, from.asker);
      return withTransaction(pool, async (tx) => {
        // To a stranger it is one of the reasons for which an e-mail can't be had.
        if (await isBlocked(tx, { email, accountId: null })) return null;
        const account = await insertAccount(tx, { email, name, passwordHash, locale });
        if (account && guestCartId) await adoptGuestCart(tx, { guestCartId, accountId: account.id });
        return account && { accountId: account.id, mark: passwordMark(passwordHash) };
      });
    },

    /** null: unknown e-mail or wrong password, and her cart is untouched; 'blocked' only to who knows the right one. */
    async signIn({ email, password, guestCartId, from }: Attempt): Promise<Begun | 'blocked' | null> {
      const known = await selectCredentials(pool, email);
      const { fits, outdated } = await passwords.verify(password, known?.passwordHash ?? null, from.asker);
      if (!known || !fits) return null;
      if (await isBlocked(pool, { email, accountId: known.id })) return 'blocked';
      const accountId = known.id;
      const hash = outdated ? await passwords.hash(password, from.asker) : known.passwordHash;
      if (outdated && !(await replacePasswordHash(pool, accountId, known.passwordHash, hash))) return null;
      if (guestCartId) await withTransaction(pool, (tx) => adoptGuestCart(tx, { guestCartId, accountId }));
      return { accountId, mark: passwordMark(hash) };
    },

    /**
     * Begins a session, if the password that was verified is still hers and nobody has blocked her since. Her account is
     * held: whatever ends her sessions comes before, or finds this one. @returns false when nothing was begun
     */
    admit: (
      { accountId, mark }: { readonly accountId: string; readonly mark: string | undefined },
      enter: (tx: Executor) => Promise<void>,
    ): Promise<boolean> =>
      withTransaction(pool, async (tx) => {
        const held = await lockAccount(tx, accountId);
        if (!held || passwordMark(held.passwordHash) !== mark) return false;
        if (await isBlocked(tx, { email: held.email, accountId })) return false;
        await enter(tx);
        return true;
      }),

    /**
     * Signs the account out of all other sessions, and tells its owner. @returns null for a wrong current password;
     * 'meanwhile' when it has been changed while her session was open, as by the same form sent twice
     */
    async changePassword(change: PasswordChange): Promise<Begun | 'meanwhile' | null> {
      const { accountId, mark, current, password, sessionId, from } = change;
      const stored = await selectPasswordHash(pool, accountId);
      const { fits } = await passwords.verify(current, stored, from.asker);
      if (stored === null) return null;
      if (!fits) return mark === undefined || mark === passwordMark(stored) ? null : 'meanwhile';
      const hash = await passwords.hash(password, from.asker);
      return withTransaction(pool, async (tx) => {
        await lockAccount(tx, accountId);
        // Whoever changed it first, here or by a reset link, has ended this session: don't overwrite theirs.
        if (!(await replacePasswordHash(tx, accountId, stored, hash))) return 'meanwhile';
        await closeResets(tx, accountId, clock.now());
        await deleteSessions(tx, accountId, sessionId);
        await tellChanged(tx, deps, accountId, from);
        return { accountId, mark: passwordMark(hash) };
      });
    },

    requestReset: (request: ResetRequest) => queueReset(pool, request),

    async resetOf(token: string) {
      const tokenHash = resetTokenHash(token);
      return tokenHash ? selectOpenReset(pool, tokenHash, clock.now()) : null;
    },

    /** Whose password was chosen anew by that link just now. */
    resetBefore: (token: string) => usedReset(deps, token),

    /** Signs the account out everywhere, and tells its owner. @returns false when the token is no longer good */
    async resetPassword({ token, password, from }: Pick<NewAccount, 'password' | 'from'> & { readonly token: string }) {
      const tokenHash = resetTokenHash(token);
      const open = tokenHash ? await selectOpenReset(pool, tokenHash, clock.now()) : null;
      if (!tokenHash || !open) return false;
      const hash = await passwords.hash(password, from.asker);
      return withTransaction(pool, async (tx) => {
        const now = clock.now();
        await lockAccount(tx, open.accountId);
        if (!(await useReset(tx, tokenHash, now))) return false;
        await closeResets(tx, open.accountId, now);
        await updatePasswordHash(tx, open.accountId, hash);
        await deleteSessions(tx, open.accountId, null);
        await tellChanged(tx, deps, open.accountId, from);
        return true;
      });
    },

    /** By mail, so that nobody else learns it. */
    async tellBlocked({ locale, ...who }: Buyer & { readonly locale: Locale }): Promise<void> {
      for (const to of await selectBlocked(pool, who)) await mails.blocked(pool, { to, locale });
    },
  };
}

async function usedReset({ pool, clock }: Dependencies, token: string): Promise<OpenReset | null> {
  const tokenHash = resetTokenHash(token);
  const since = new Date(clock.now().getTime() - RESET_ANSWERED_MS);
  return tokenHash ? selectUsedReset(pool, tokenHash, since) : null;
}

export const isBlocked = async (db: Executor, who: Buyer): Promise<boolean> =>
  (await selectBlocked(db, who)).length > 0;

/** A new password: what was known by the old one is trusted no more, and she is told. */
async function tellChanged(
  tx: TransactionHandle,
  { mails, clock }: Dependencies,
  accountId: string,
  from: From,
): Promise<void> {
  await forgetKnownBrowsers(tx, accountId);
  const account = await selectAccount(tx, accountId);
  if (!account) return;
  const { email: to, locale } = account;
  await mails.warning(tx, { side: 'storefront', to, locale, reason: 'password', at: clock.now(), from });
}
