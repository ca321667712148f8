/** What one connection sees of the database; as whoever the shop is there. */
import { createPool, type Executor } from '../../db/pool';
import type { DatabaseReach, DatabaseState, JobQueue, OutboxState } from '../../health/facts/database';
import type { JobRun } from '../../health/facts/processes';
import { errorCode } from '../../process/error-code';
import { asError, messageOf } from '../../process/thrown';
import { insideOf, type Context } from '../context';
import {
  type MailOfDesk,
  selectAppliedMigration,
  selectJobQueue,
  selectJobRuns,
  selectMailOfDesk,
  selectNothing,
  selectOutbox,
  selectState,
} from './queries';

/** What happens to a connection is told by the statement that it fails. */
const silent = { warn: () => undefined };

/** @throws Error where the database is not told, or this user may not sign in at it */
export async function withDatabase<T>(context: Context, use: (db: Executor) => Promise<T>): Promise<T> {
  const { databaseUrl } = insideOf(context);
  if (databaseUrl === null) throw new Error('DATABASE_URL is not set');
  const pool = createPool({ databaseUrl, applicationName: 'doctor', maxConnections: 1, logger: silent });
  try {
    return await use(pool);
  } finally {
    await pool.end();
  }
}

/** Peer authentication is by the system's user, and root is none of Postgres'. A password that is wrong is another code. */
const isOurOwnRefusal = (error: unknown): boolean =>
  process.getuid?.() === 0 && errorCode(error) === '28000' && !/encryption|SSL o/.test(messageOf(error));

/** pg has no code for it. */
const isTooLate = (error: unknown): boolean => messageOf(error).includes('timeout expired');

export async function reachDatabase(context: Context): Promise<DatabaseReach> {
  if (insideOf(context).databaseUrl === null) throw new Error('DATABASE_URL is not set');
  const look = () => withDatabase(context, selectNothing);
  try {
    // A busy machine may be slow once.
    await look().catch((error: unknown) => (isTooLate(error) ? look() : Promise.reject(asError(error))));
    return { error: null };
  } catch (error) {
    if (isOurOwnRefusal(error)) throw error;
    return { error: messageOf(error) || errorCode(error), code: errorCode(error) || null };
  }
}

/** null where the database can't be asked: then the environment's is all that is known. */
export async function mailOfDesk(context: Context): Promise<MailOfDesk | null> {
  return withDatabase(context, selectMailOfDesk).then(
    (found) => found ?? null,
    () => null,
  );
}

const NOTHING = 'Postgres answered nothing';

export async function stateOf(db: Executor): Promise<DatabaseState> {
  const found = await selectState(db);
  if (!found) throw new Error(NOTHING);
  const { archives, lastArchivedAt, lastFailedAt, failures, ...state } = found;
  return {
    ...state,
    appliedMigration: state.missingTables.includes('migrations') ? 0 : await selectAppliedMigration(db),
    archiver: archives ? { lastArchivedAt, lastFailedAt, failures } : null,
  };
}

/** Of whoever a mail was for nothing is told. */
const withoutAddresses = (text: string | null): string | null =>
  text &&
  text
    .split(/\s+/)
    .map((word) => (word.includes('@') ? '…@…' : word))
    .join(' ')
    .slice(0, 200);

export async function outboxOf(db: Executor): Promise<OutboxState> {
  const found = await selectOutbox(db);
  if (!found) throw new Error(NOTHING);
  return { ...found, lastError: withoutAddresses(found.lastError) };
}

export async function jobQueueOf(db: Executor): Promise<JobQueue> {
  const found = await selectJobQueue(db);
  if (!found) throw new Error(NOTHING);
  return found;
}

export async function jobRunsOf(db: Executor): Promise<readonly JobRun[]> {
  const runs = await selectJobRuns(db);
  return runs.map((run) => ({ ...run, error: withoutAddresses(run.error) }));
}
