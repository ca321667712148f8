/** Opening the two ports, on IPv6 and IPv4 at once where the machine has both. */
import type { Server } from 'node:net';
import { errorCode } from '../process/error-code';
import { ListenError, listenOrExplain } from '../process/listen';
import type { Logger } from '../process/logger';

/** What a kernel without IPv6 says to `::`. */
const NO_IPV6: ReadonlySet<string> = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL']);

/**
 * @returns the port that was opened
 * @throws ListenError
 */
export async function listen(
  server: Server,
  options: { readonly port: number; readonly variable: 'HTTP_PORT' | 'HTTPS_PORT'; readonly logger: Logger },
): Promise<number> {
  const { port, variable, logger } = options;
  try {
    await listenOrExplain(server, { port, host: '::' }, variable);
  } catch (error) {
    if (!(error instanceof ListenError) || !NO_IPV6.has(errorCode(error.cause))) throw error;
    await listenOrExplain(server, { port, host: '0.0.0.0' }, variable);
    logger.warn({ variable, port }, 'this machine has no IPv6: listening on IPv4 only');
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
