/** What must hold before anything is started; each failure is one sentence that says what to change. */
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Config } from '../config/env';
import { listenOrExplain } from '../process/listen';

export async function prepareDataDirectory(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o755 });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const words = { EEXIST: 'there is a file of that name', ENOTDIR: 'part of the path is a file' }[reason];
    throw new Error(`DATA_DIR ${dataDir} can't be used: ${words ?? `it is not writable (${reason})`}`);
  }
}

/** Opens and closes each port once, before minutes of work end in a port that was taken all along. */
export async function checkPorts(config: Config): Promise<void> {
  const ports = [
    ['HTTP_PORT', config.httpPort],
    ['HTTPS_PORT', config.httpsPort],
    ['SHOP_PORT', config.shopPort],
  ] as const;
  for (const [variable, port] of ports) {
    const server = createServer();
    await listenOrExplain(server, variable === 'SHOP_PORT' ? { port, host: '127.0.0.1' } : { port }, variable);
    await new Promise((resolve) => server.close(resolve));
  }
}
