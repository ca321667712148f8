import { once } from 'node:events';
import type { ListenOptions, Server } from 'node:net';

/**
 * Listens, and says in one sentence what to change when it can't.
 * @param variable the variable that holds the port
 */
export async function listenOrExplain(server: Server, options: ListenOptions, variable: string): Promise<void> {
  server.listen(options);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw explain(error, options.port, variable);
  }
}

function explain(error: unknown, port: number | undefined, variable: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new Error(`port ${port ?? ''} is taken: free it or set ${variable} to another`);
  if (code === 'EACCES')
    return new Error(`port ${port ?? ''} may not be opened by this user: set ${variable} above 1023`);
  return error;
}
