/** The key of TLS session tickets: one file for every edge process, replaced daily, because it can open what it sealed. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Clock } from '../process/clock';
import { TICKET_KEY_BYTES, type CertificateStore } from './store';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

async function isFresh(store: CertificateStore, now: Date): Promise<boolean> {
  // One that can't be read is of no use to the edge either.
  if ((await store.loadTicketKey().catch(() => null)) === null) return false;
  const ageMs = now.getTime() - (await stat(store.paths.ticketKey)).mtimeMs;
  // One from the future was written while the clock was wrong, and would never grow old.
  return ageMs < DAY_MS && ageMs > -HOUR_MS;
}

/** @throws StoreError */
export async function rotateSessionTicketKey(store: CertificateStore, clock: Clock): Promise<void> {
  if (await isFresh(store, clock.now())) return;
  await store.saveTicketKey(randomBytes(TICKET_KEY_BYTES));
}
