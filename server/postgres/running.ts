/** The database that commands work on: the one of DATABASE_URL, else the embedded one that `npm start` runs now. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../config/env';
import { SUPERUSER } from './embedded';

export const DATABASE_NAME = 'essence_aura';

/** @throws Error with one sentence where there is neither */
export async function databaseUrlOf({ config, secrets }: Environment): Promise<string> {
  const url = secrets.databaseUrl ?? (await embeddedUrl(config.dataDir));
  if (url) return url;
  throw new Error('there is no database: set DATABASE_URL, or run npm start beside this command');
}

async function embeddedUrl(dataDir: string): Promise<string | null> {
  try {
    const pid = await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
    const password = await readFile(path.join(dataDir, 'postgres-password'), 'utf8');
    // The fourth line of postmaster.pid is the port.
    const port = pid.split('\n')[3]?.trim();
    return port ? `postgres://${SUPERUSER}:${password.trim()}@127.0.0.1:${port}/${DATABASE_NAME}` : null;
  } catch {
    return null;
  }
}
