import { Pool, types, type QueryResultRow } from 'pg';
import type { Logger } from '../process/logger';
import { lendingOne } from './one-connection';

export type { Pool };

/** Parsed and planned once a connection: half of what a short one costs. The text behind a name never varies. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

export interface Executor {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names the row's type, as pg's own does
  query<R extends QueryResultRow>(
    statement: string | NamedStatement,
    values?: unknown[],
  ): Promise<{ rows: R[]; rowCount: number | null }>;
}

const parserOf = types.getTypeParser as (oid: number, format?: 'text' | 'binary') => (value: string) => unknown;

export interface PoolOptions {
  readonly databaseUrl: string;
  readonly applicationName: string;
  readonly maxConnections: number;
  readonly logger: Pick<Logger, 'warn'>;
}

export function createPool(options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.databaseUrl,
    application_name: options.applicationName,
    max: options.maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // No page may wait longer on a statement than the edge waits for the page.
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000,
    types: {
      // Counts come back as bigint; none of ours leaves the safe range, and one that did would be refused here.
      getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? parseSafeInteger : parserOf(oid, format)),
    },
  });
  // Without these listeners a connection that Postgres closes (a restart) would end the process: an idle one in the
  // pool, and one that a transaction holds without a statement under way, whose next statement then fails.
  const lost = (error: Error): void => options.logger.warn({ err: error }, 'a database connection was lost');
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', lost));
  return lendingOne(pool);
}

function parseSafeInteger(value: string): number {
  const parsed = Number(value);
  if (!Number.isSafeInteger(parsed)) throw new RangeError(`${value} is beyond the safe integers`);
  return parsed;
}
