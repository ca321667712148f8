/** What must hold before anything is started; each failure is one sentence that says what to change. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Config } from '../config/env';
import { errorCode } from '../process/error-code';
import { listenOrExplain } from '../process/listen';
import { acquireLock, LockedError, type HeldLock } from '../process/lock-file';
import { makeDirectory } from '../process/make-directory';

export async function prepareDataDirectory(dataDir: string): Promise<void> {
  try {
    await makeDirectory(dataDir, 0o755);
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = errorCode(error) || String(error);
    const words = {
      EEXIST: 'there is a file of that name',
      ENOTDIR: 'part of the path is a file',
      ENOENT: 'it can not be made there',
    }[reason];
    throw new Error(`DATA_DIR ${dataDir} can't be used: ${words ?? `it is not writable (${reason})`}`);
  }
}

/** One `npm start` a data directory. @throws Error naming the process that holds it */
export async function lockDataDirectory(dataDir: string): Promise<HeldLock> {
  try {
    return await acquireLock(path.join(dataDir, 'start.lock'), { doing: 'npm start' });
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    const who = `another npm start (process ${error.holder?.pid ?? 'unknown'})`;
    throw new Error(`${dataDir} is in use by ${who}: stop it or set DATA_DIR`, { cause: error });
  }
}

/** Opens and closes each port once, before minutes of work end in a port that was taken all along. */
export async function checkPorts(config: Config): Promise<void> {
  const ports = [
    ['HTTP_PORT', config.httpPort, config.edgeAddress],
    ['HTTPS_PORT', config.httpsPort, config.edgeAddress],
    ['SHOP_PORT', config.shopPort, '127.0.0.1'],
  ] as const;
  for (const [variable, port, host] of ports) {
    const server = createServer();
    await listenOrExplain(server, host === null ? { port } : { port, host }, variable);
    await new Promise((resolve) => server.close(resolve));
  }
}
