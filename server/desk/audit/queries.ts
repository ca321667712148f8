import type { Executor } from '../../db/pool';
import type { Actor, AuditEntry } from './model';

export async function insertAuditEntry(db: Executor, actor: Actor, entry: AuditEntry, at: Date): Promise<void> {
  await db.query(
    `insert into audit_log (at, staff_id, actor, action, subject_kind, subject_id, subject_name, changes, request_id)
     values ($1, $2::uuid, $3, $4, $5, $6, $7, $8::jsonb, $9)`,
    [
      at,
      actor.staffId,
      actor.name,
      entry.action,
      entry.subject.kind,
      String(entry.subject.id),
      entry.subject.name,
      JSON.stringify(entry.changes ?? {}),
      actor.requestId,
    ],
  );
}
