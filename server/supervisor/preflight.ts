/** What must hold before anything is started; each failure is one sentence that says what to change. */
import { constants } from 'node:fs';
import { access, mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Config } from '../config/env';
import { listenOrExplain } from '../process/listen';

export async function prepareDataDirectory(dataDir: string): Promise<void> {
  try {
    await makeDirectory(dataDir);
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const words = {
      EEXIST: 'there is a file of that name',
      ENOTDIR: 'part of the path is a file',
      ENOENT: 'it can not be made there',
    }[reason];
    throw new Error(`DATA_DIR ${dataDir} can't be used: ${words ?? `it is not writable (${reason})`}`);
  }
}

/** Level by level: Node's own recursive `mkdir` never returns where a parent refuses, as below /proc. */
async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o755 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') {
      await readdir(directory).catch((cause: unknown) => {
        throw Object.assign(new Error('not a directory', { cause }), { code: 'EEXIST' });
      });
      return;
    }
    const parent = path.dirname(directory);
    if (code !== 'ENOENT' || parent === directory || (await exists(parent))) throw error;
    await makeDirectory(parent);
    await mkdir(directory, { mode: 0o755 });
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
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
