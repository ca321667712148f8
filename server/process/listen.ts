import { once } from 'node:events';
import type { ListenOptions, Server } from 'node:net';
import { errorCode } from './error-code';

/** Why a process can't open its port, as one sentence for the person who started it; its cause has the code. */
export class ListenError extends Error {
  override name = 'ListenError';
}

/** @param variable holds the port @throws ListenError that says in one sentence what to change */
export async function listenOrExplain(
  server: Server,
  options: ListenOptions & { readonly port: number },
  variable: string,
): Promise<void> {
  server.listen(options);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new ListenError(sentence(error, options.port, variable), { cause: error });
  }
}

function sentence(error: unknown, port: number, variable: string): string {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `${variable} ${port} is taken: another program listens there. Stop it, or set ${variable} to a free port.`;
    case 'EACCES':
      return `${variable} ${port} is not allowed for this user: ports below 1024 need the capability CAP_NET_BIND_SERVICE, or set ${variable} to a higher port.`;
    default:
      return `${variable} ${port} can not be opened: ${String(error)}`;
  }
}
