import type { Executor } from '../../db/pool';
import { makeToken } from '../../process/random-token';
import { LINK_VALID_MS } from './model';
import { insertLink, deleteLinks } from './set-up/queries';

export interface NewLink {
  readonly token: string;
  readonly expiresAt: Date;
}

export async function makeLink(tx: Executor, staffId: string, now: Date): Promise<NewLink> {
  const { token, hash } = makeToken();
  const expiresAt = new Date(now.getTime() + LINK_VALID_MS);
  await deleteLinks(tx, staffId);
  await insertLink(tx, { tokenHash: hash, staffId, now, expiresAt });
  return { token, expiresAt };
}

export const linkAddress = (appOrigin: string, token: string): string => `${appOrigin}/admin/set-up/${token}`;
