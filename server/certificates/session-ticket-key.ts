/** The key of TLS session tickets: one file for every edge process, replaced daily, because it can open what it sealed. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Clock } from '../process/clock';
import { isMissing } from '../process/error-code';
import { TICKET_KEY_BYTES, type CertificateStore } from './store';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

async function isFresh(file: string, now: Date): Promise<boolean> {
  try {
    const ageMs = now.getTime() - (await stat(file)).mtimeMs;
    // One from the future was written while the clock was wrong, and would never grow old.
    return ageMs < DAY_MS && ageMs > -HOUR_MS;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** @throws StoreError */
export async function rotateSessionTicketKey(store: CertificateStore, clock: Clock): Promise<void> {
  if (await isFresh(store.paths.ticketKey, clock.now())) return;
  await store.saveTicketKey(randomBytes(TICKET_KEY_BYTES));
}
