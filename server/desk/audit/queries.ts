import type { Executor } from '../../db/pool';
import type { Actor, AuditEntry, StoredChanges } from './model';

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

export interface StoredEntry {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly staffId: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly subjectName: string;
  /** As some release wrote them. */
  readonly changes: StoredChanges;
  readonly requestId: string | null;
}

export interface AuditFilter {
  readonly who: string | null;
  readonly kind: string | null;
  readonly from: Date | null;
  readonly before: Date | null;
  readonly after: number | null;
}

export async function selectEntries(db: Executor, filter: AuditFilter, limit: number): Promise<StoredEntry[]> {
  const values: unknown[] = [limit];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions = [
    ...(filter.who === 'console' ? ['staff_id is null'] : []),
    ...(filter.who && filter.who !== 'console' ? [`staff_id = ${value(filter.who)}::uuid`] : []),
    ...(filter.kind ? [`subject_kind = ${value(filter.kind)}`] : []),
    ...(filter.from ? [`at >= ${value(filter.from)}`] : []),
    ...(filter.before ? [`at < ${value(filter.before)}`] : []),
    ...(filter.after === null
      ? []
      : [`(at, id) < (select last.at, last.id from audit_log last where last.id = ${value(filter.after)})`]),
  ];
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  const { rows } = await db.query<StoredEntry>(
    `select id, at, actor, staff_id as "staffId", action, subject_kind as "subjectKind", subject_id as "subjectId",
       subject_name as "subjectName", changes, request_id as "requestId"
     from audit_log ${where} order by at desc, id desc limit $1`,
    values,
  );
  return rows;
}

export async function selectNames(db: Executor): Promise<{ readonly id: string; readonly name: string }[]> {
  const { rows } = await db.query<{ id: string; name: string }>(
    'select id, name from staff order by name, id limit 500',
  );
  return rows;
}
