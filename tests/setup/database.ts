/** A database of its own for a test file, copied from the migrated template and dropped afterwards. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type PoolClient, type QueryResultRow } from 'pg';
import { createPool, type Pool } from '../../server/db/pool';
import { createLogger } from '../../server/process/logger';
import { lend } from './lend';
import { TEMPLATE } from './postgres-start';

/** A statement with its values in their places, and what it answers. */
interface Sql {
  run(...asked: Asked): Promise<void>;
  rows<T extends QueryResultRow>(...asked: Asked): Promise<T[]>;
  /** The only one, or the first. @throws when there is none */
  row<T extends QueryResultRow>(...asked: Asked): Promise<T>;
  column<T>(...asked: Asked): Promise<T[]>;
  value<T>(...asked: Asked): Promise<T>;
}

/** A tagged template; or, where its text is put together, that text with `$1` and so on. */
type Asked = [text: TemplateStringsArray | string, ...values: unknown[]];

export interface TestDatabase extends Sql {
  readonly url: string;
  readonly pool: Pool;
  /** While this has been begun on a connection of its own: rolled back at the end, unless the work has committed it. */
  during(begun: string, work: (client: PoolClient) => Promise<void>): Promise<void>;
  drop(): Promise<void>;
  /** @throws naming what still used it, after dropping it all the same */
  dropUnused(): Promise<void>;
}

async function withAdmin(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(name: string): string {
  const template = process.env['TEST_TEMPLATE_URL'];
  if (!template) throw new Error('this test needs Postgres: its jest project must have the Postgres globalSetup');
  const url = new URL(template);
  url.pathname = `/${name}`;
  return url.href;
}

/** The logger of whatever the tests make themselves. */
export const silent = createLogger({ level: 'silent', process: 'tests' });

interface DatabaseOptions {
  readonly maxConnections?: number;
  /** Without a table, for a release whose migrations are not this one's. */
  readonly empty?: boolean;
}

export async function createTestDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = options.empty ? 'template0' : TEMPLATE;
  await withAdmin(async (admin) => void (await admin.query(`create database ${name} template ${template}`)));
  const pool = createPool({
    databaseUrl: urlOf(name),
    applicationName: name,
    maxConnections: options.maxConnections ?? 10,
    logger: silent,
  });
  const inUse = () => pool.totalCount - pool.idleCount + pool.waitingCount;
  const drop = async (): Promise<void> => {
    const ended = pool.ended ? undefined : pool.end();
    // A connection that nobody released would keep the pool waiting for ever.
    if (inUse() === 0) await ended;
    await withAdmin(async (admin) => void (await admin.query(`drop database ${name} with (force)`)));
  };
  const dropUnused = async (): Promise<void> => {
    const leaks: string[] = [];
    if (!(await eventually(() => inUse() === 0))) leaks.push(`${inUse()} connection(s) of the pool were not released`);
    else await pool.end();
    await withAdmin(async (admin) => {
      if (await eventually(async () => (await connectionsTo(admin, name)).length === 0)) return;
      leaks.push(...(await connectionsTo(admin, name)));
    });
    await drop();
    if (leaks.length > 0) throw new Error(`the database is still in use after the tests: ${leaks.join('; ')}`);
  };
  const during: TestDatabase['during'] = async (begun, work) => {
    const client = await pool.connect();
    try {
      await client.query(`begin; ${begun}`);
      await work(client);
    } finally {
      await client.query('rollback');
      client.release();
    }
  };
  return { url: urlOf(name), pool, during, drop, dropUnused, ...sqlOf(pool) };
}

function sqlOf(pool: Pool): Sql {
  const textOf = (text: Asked[0]): string =>
    typeof text === 'string' ? text : text.reduce((before, after, n) => `${before}$${n}${after}`);
  const ask = <T extends QueryResultRow>([text, ...values]: Asked) => pool.query<T>(textOf(text), values);
  const first = <T>([found]: readonly T[], [text]: Asked): T => {
    if (found === undefined) throw new Error(`no row is answered to ${textOf(text)}`);
    return found;
  };
  const rows = async <T extends QueryResultRow>(...asked: Asked) => (await ask<T>(asked)).rows;
  const column = async <T>(...asked: Asked) =>
    (await rows<Record<string, T>>(...asked)).map((row) => Object.values(row)[0]!);
  return {
    run: async (...asked) => void (await ask(asked)),
    rows,
    row: async <T extends QueryResultRow>(...asked: Asked) => first(await rows<T>(...asked), asked),
    column,
    value: async <T>(...asked: Asked) => first(await column<T>(...asked), asked),
  };
}

/** A database for the tests of a file, or for each of them. It must be unused in the end. */
export const withDatabase = ({ each, ...options }: DatabaseOptions & { readonly each?: boolean } = {}): TestDatabase =>
  lend({ each, open: () => createTestDatabase(options), close: (database) => database.dropUnused() });

/** Without the pool's own, which goes by the name of its database. */
async function connectionsTo(admin: Client, name: string): Promise<string[]> {
  const { rows } = await admin.query<{ connection: string }>(
    `select format('a connection %L whose last statement was %L', application_name, left(query, 100)) as connection
     from pg_stat_activity where datname = $1 and backend_type = 'client backend' and application_name <> $1`,
    [name],
  );
  return rows.map(({ connection }) => connection);
}

/** What is ending when a test ends has a little time to. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const until = Date.now() + 3_000; Date.now() < until; await sleep(20)) if (await isSo()) return true;
  return false;
}
