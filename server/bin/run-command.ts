import { readEnvironment, type Environment } from '../config/env';
import { createPool, type Pool } from '../db/pool';
import { databaseUrlOf } from '../postgres/running';
import { createLogger } from '../process/logger';
import { runProcess } from './run-process';

export function runCommand(name: string, work: (pool: Pool, environment: Environment) => Promise<void>): void {
  runProcess(async () => {
    const environment = readEnvironment();
    const databaseUrl = await databaseUrlOf(environment);
    const logger = createLogger({ level: environment.config.logLevel, process: name });
    const pool = createPool({ databaseUrl, applicationName: name, maxConnections: 2, logger });
    try {
      await work(pool, environment);
    } finally {
      await pool.end();
    }
  });
}
