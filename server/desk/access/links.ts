/** One-time links: who opens one chooses her password and her second factor. */
import type { Executor } from '../../db/pool';
import { makeResetToken, resetTokenHash } from '../../store/accounts';
import { LINK_VALID_MS } from './model';
import { insertLink, deleteLinks } from './set-up/queries';

export interface NewLink {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Ends the links that were made for her before. */
export async function makeLink(tx: Executor, staffId: string, now: Date): Promise<NewLink> {
  const token = makeResetToken();
  const expiresAt = new Date(now.getTime() + LINK_VALID_MS);
  const tokenHash = linkHash(token);
  if (!tokenHash) throw new Error('a token was made that does not read as one');
  await deleteLinks(tx, staffId);
  await insertLink(tx, { tokenHash, staffId, now, expiresAt });
  return { token, expiresAt };
}

/** @returns null for what can't be a token of ours */
export const linkHash = (token: string): Buffer | null => resetTokenHash(token);

export const linkAddress = (appOrigin: string, token: string): string => `${appOrigin}/admin/set-up/${token}`;
