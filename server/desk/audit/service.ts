/** Writing down who changed what. */
import type { Executor } from '../../db/pool';
import type { Actor, AuditEntry } from './model';
import { insertAuditEntry } from './queries';

/** In the transaction of the change itself: there is no change without its entry, and no entry without its change. */
export async function recordChange(tx: Executor, actor: Actor, entry: AuditEntry, at: Date): Promise<void> {
  await insertAuditEntry(tx, actor, entry, at);
}
