/**
 * How many links a mailbox is sent. Anybody can ask for one, so its owner must neither be flooded nor be left without:
 * three a day work for half an hour each; after that one is sent only when the one before has lived half its life,
 * and works for six hours. A browser she has signed in with is sent ten a day of its own. None within five minutes.
 */
import type { Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import type { Clock } from '../../process/clock';
import { makeToken } from '../../process/random-token';
import type { AccountMails } from './mails';
import { RESET_VALID_MS, type ResetRequest, type SentReset } from './model';
import { insertReset, lockAccount, selectCredentials, selectResetsSince } from './queries';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SHORTEST_GAP_MS = 5 * MINUTE_MS;
const SHORT_LIVED_A_DAY = 3;
const LONG_VALID_MS = 6 * 60 * MINUTE_MS;
const BY_KNOWN_BROWSER_A_DAY = 10;

/** @param sent of the last 24 hours @returns how long the next link shall work; null when none is to be sent */
export function nextResetMs(sent: readonly SentReset[], byKnownBrowser: boolean, now: Date): number | null {
  const open = sent.filter(({ usedAt, expiresAt }) => usedAt === null && expiresAt > now);
  if (open.some(({ createdAt }) => now.getTime() - createdAt.getTime() < SHORTEST_GAP_MS)) return null;
  const alike = sent.filter((one) => one.byKnownBrowser === byKnownBrowser).length;
  if (alike < (byKnownBrowser ? BY_KNOWN_BROWSER_A_DAY : SHORT_LIVED_A_DAY)) return RESET_VALID_MS;
  return open.some((reset) => isYoung(reset, now)) ? null : LONG_VALID_MS;
}

const isYoung = ({ createdAt, expiresAt }: SentReset, now: Date): boolean =>
  expiresAt.getTime() - now.getTime() > (expiresAt.getTime() - createdAt.getTime()) / 2;

/** If the e-mail has an account. Run by the jobs process, where nobody measures it. */
export async function issueReset(
  { pool, clock, mails }: { readonly pool: Pool; readonly clock: Clock; readonly mails: AccountMails },
  { email, locale, byKnownBrowser }: ResetRequest,
): Promise<void> {
  await withTransaction(pool, async (tx) => {
    const account = await selectCredentials(tx, email);
    if (!account) return;
    await lockAccount(tx, account.id);
    const now = clock.now();
    const sent = await selectResetsSince(tx, account.id, new Date(now.getTime() - DAY_MS));
    const validMs = nextResetMs(sent, byKnownBrowser, now);
    if (validMs === null) return;
    const { token, hash } = makeToken();
    const expiresAt = new Date(now.getTime() + validMs);
    await insertReset(tx, { tokenHash: hash, accountId: account.id, now, expiresAt, byKnownBrowser });
    await mails.passwordReset(tx, { to: account.email, locale, token, validMs });
  });
}
