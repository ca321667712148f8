/** A database of its own for a test file, copied from the migrated template and dropped afterwards. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { createPool, type Pool } from '../../server/db/pool';
import { createLogger } from '../../server/process/logger';
import { TEMPLATE } from './postgres-start';

export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  drop(): Promise<void>;
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

export async function createTestDatabase(options: { readonly maxConnections?: number } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withAdmin(async (admin) => void (await admin.query(`create database ${name} template ${TEMPLATE}`)));
  const pool = createPool({
    databaseUrl: urlOf(name),
    applicationName: name,
    maxConnections: options.maxConnections ?? 10,
    logger: createLogger({ level: 'silent', process: 'tests' }),
  });
  const drop = async (): Promise<void> => {
    await pool.end();
    await withAdmin(async (admin) => void (await admin.query(`drop database ${name} with (force)`)));
  };
  return { url: urlOf(name), pool, drop };
}
