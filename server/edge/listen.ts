/** Opening the two ports, on IPv6 and IPv4 at once where the machine has both. */
import type { Server } from 'node:net';
import { errorCode } from '../certificates/error-code';
import type { Logger } from '../process/logger';

/** Why the edge can't start, as one sentence for the person who started it. */
export class ListenError extends Error {
  override name = 'ListenError';
}

/** What a kernel without IPv6 says to `::`. */
const NO_IPV6: ReadonlySet<string> = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL']);

function tryListen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      server.removeListener('listening', opened);
      reject(error);
    };
    const opened = (): void => {
      server.removeListener('error', failed);
      resolve();
    };
    server.once('error', failed);
    server.once('listening', opened);
    server.listen({ port, host });
  });
}

function sentence(error: unknown, variable: string, port: number): string {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `${variable} ${port} is taken: another program listens there. Stop it, or set ${variable} to a free port.`;
    case 'EACCES':
      return `${variable} ${port} is not allowed for this user: ports below 1024 need the capability CAP_NET_BIND_SERVICE, or set ${variable} to a higher port.`;
    default:
      return `${variable} ${port} can not be opened: ${String(error)}`;
  }
}

/** @throws ListenError */
export async function listen(
  server: Server,
  options: { readonly port: number; readonly variable: 'HTTP_PORT' | 'HTTPS_PORT'; readonly logger: Logger },
): Promise<number> {
  const { port, variable, logger } = options;
  try {
    try {
      await tryListen(server, port, '::');
    } catch (error) {
      if (!NO_IPV6.has(errorCode(error))) throw error;
      await tryListen(server, port, '0.0.0.0');
      logger.warn({ variable, port }, 'this machine has no IPv6: listening on IPv4 only');
    }
  } catch (error) {
    throw new ListenError(sentence(error, variable, port), { cause: error });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
