import type { Executor } from '../../../db/pool';
import type { Actor } from '../../audit/model';
import type { Finding, FindingKind, Import, ImportFacts, ImportState } from './model';

const IMPORT = `id, file_name as "fileName", actor, keeps_stock as "keepsStock", state, done, total, facts, reason,
  created_at as "createdAt", finished_at as "finishedAt"`;

type Row = Import & Record<string, unknown>;

export interface NewImport {
  readonly fileName: string;
  readonly content: Buffer;
  readonly keepsStock: boolean;
}

export async function insertImport(
  db: Executor,
  { fileName, content, keepsStock }: NewImport,
  actor: Actor,
  now: Date,
): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `insert into imports (staff_id, actor, request_id, file_name, content, keeps_stock, state, created_at, worked_at)
     values ($1::uuid, $2, $3, $4, $5, $6, 'checking', $7, $7) returning id`,
    [actor.staffId, actor.name, actor.requestId, fileName, content, keepsStock, now],
  );
  const id = rows[0]?.id;
  if (!id) throw new Error('an import that was written has an id');
  return id;
}

/** There is one job for each file, and one that a killed process left locked gives way to it. */
export async function queueImport(db: Executor, id: string): Promise<void> {
  await db.query(
    `select graphile_worker.add_job('import-products', json_build_object('id', $1::uuid), job_key => 'import-' || $1,
       max_attempts => 5)`,
    [id],
  );
}

export async function selectImport(db: Executor, id: string): Promise<Import | null> {
  const { rows } = await db.query<Row>(`select ${IMPORT} from imports where id = $1::uuid`, [id]);
  return rows[0] ?? null;
}

export async function selectImports(db: Executor, limit: number): Promise<Import[]> {
  const { rows } = await db.query<Row>(`select ${IMPORT} from imports order by created_at desc, id desc limit $1`, [
    limit,
  ]);
  return rows;
}

export async function selectFindings(
  db: Executor,
  id: string,
  { kind, after, limit }: { readonly kind: FindingKind; readonly after: number; readonly limit: number },
): Promise<Finding[]> {
  const { rows } = await db.query<Finding>(
    `select kind, position, line, subject, detail from import_findings
     where import_id = $1::uuid and kind = $2 and position > $3 order by position limit $4`,
    [id, kind, after, limit],
  );
  return rows;
}

/** @returns false when it was in another state by now */
export async function moveImport(
  db: Executor,
  id: string,
  move: { readonly from: readonly ImportState[]; readonly to: ImportState; readonly now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update imports set state = $3, worked_at = $4, attempts = 0, done = 0, total = 0, reason = null
     where id = $1::uuid and state = any($2::text[])`,
    [id, move.from, move.to, move.now],
  );
  return rowCount === 1;
}

export interface ImportWork {
  readonly state: 'checking' | 'importing';
  readonly staffId: string;
  readonly actor: string;
  readonly requestId: string | null;
  readonly fileName: string;
  readonly content: Buffer;
  readonly keepsStock: boolean;
  readonly planHash: string | null;
  readonly attempts: number;
  readonly createdAt: Date;
}

export async function beginWork(db: Executor, id: string, now: Date): Promise<ImportWork | null> {
  const { rows } = await db.query<ImportWork>(
    `update imports set attempts = attempts + 1, worked_at = $2
     where id = $1::uuid and state in ('checking', 'importing') and content is not null
     returning state, staff_id as "staffId", actor, request_id as "requestId", file_name as "fileName", content,
       keeps_stock as "keepsStock", plan_hash as "planHash", attempts, created_at as "createdAt"`,
    [id, now],
  );
  return rows[0] ?? null;
}

export async function noteProgress(
  db: Executor,
  id: string,
  { done, total, now }: { readonly done: number; readonly total: number; readonly now: Date },
): Promise<void> {
  await db.query(
    `update imports set done = $2, total = $3, worked_at = $4
     where id = $1::uuid and state in ('checking', 'importing')`,
    [id, done, total, now],
  );
}

/** Waits for whoever has it. @returns false when the file is in another state by now */
export async function holdImport(db: Executor, id: string, state: ImportState): Promise<boolean> {
  await db.query(`select pg_advisory_xact_lock(hashtext('imports'))`);
  const { rowCount } = await db.query('select 1 from imports where id = $1::uuid and state = $2', [id, state]);
  return rowCount === 1;
}

export interface Outcome {
  readonly state: ImportState;
  readonly facts?: ImportFacts;
  readonly planHash?: string | null;
  readonly reason?: string | null;
  readonly now: Date;
}

const OVER: readonly ImportState[] = ['faulty', 'done', 'dropped', 'broken'];

/** What is over needs its content no more. */
export async function endWork(
  db: Executor,
  id: string,
  { state, facts, planHash, reason, now }: Outcome,
): Promise<void> {
  await db.query(
    `update imports set state = $2, facts = coalesce($3::jsonb, facts), plan_hash = coalesce($4, plan_hash), reason = $5,
       worked_at = $6, finished_at = case when $7 then $6::timestamptz end, content = case when $7 then null else content end
     where id = $1::uuid`,
    [id, state, facts ? JSON.stringify(facts) : null, planHash ?? null, reason ?? null, now, OVER.includes(state)],
  );
}

export async function deleteFindings(db: Executor, id: string): Promise<void> {
  await db.query('delete from import_findings where import_id = $1::uuid', [id]);
}

export async function insertFindings(db: Executor, id: string, findings: readonly Finding[]): Promise<void> {
  await db.query(
    `insert into import_findings (import_id, kind, position, line, subject, detail)
     select $1::uuid, kind, position, line, subject, detail
     from jsonb_to_recordset($2::jsonb) as t (kind text, position integer, line integer, subject text, detail jsonb)`,
    [id, JSON.stringify(findings)],
  );
}

/** New jobs for files whose work was cut off. @returns how many */
export async function requeueStranded(db: Executor, before: Date): Promise<number> {
  const { rowCount } = await db.query(
    `select graphile_worker.add_job('import-products', json_build_object('id', id), job_key => 'import-' || id,
       max_attempts => 5)
     from imports where state in ('checking', 'importing') and worked_at < $1`,
    [before],
  );
  return rowCount ?? 0;
}

/** What nobody said yes to in time, and what is long over. */
export async function deleteOldImports(db: Executor, before: Date): Promise<void> {
  await db.query(`delete from imports where created_at < $1 and state not in ('checking', 'importing')`, [before]);
}
