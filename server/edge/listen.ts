/** Opening the two ports: on IPv6 and IPv4 at once where the machine has both, or on the one address that is set. */
import type { Server } from 'node:net';
import { errorCode } from '../process/error-code';
import { ListenError, listenOrExplain } from '../process/listen';
import type { Logger } from '../process/logger';

/** What a kernel without IPv6 says to `::`. */
const NO_IPV6: ReadonlySet<string> = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL']);

export interface EdgeListenOptions {
  readonly port: number;
  /** null: every address. */
  readonly address: string | null;
  readonly variable: 'HTTP_PORT' | 'HTTPS_PORT';
  readonly logger: Logger;
}

/** @returns the port that was opened @throws ListenError */
export async function listen(server: Server, options: EdgeListenOptions): Promise<number> {
  const { port, address } = options;
  await (address === null ? listenEverywhere(server, options) : listenAt(server, address, options));
  const opened = server.address();
  return typeof opened === 'object' && opened !== null ? opened.port : port;
}

async function listenEverywhere(server: Server, { port, variable, logger }: EdgeListenOptions): Promise<void> {
  try {
    await listenOrExplain(server, { port, host: '::' }, variable);
  } catch (error) {
    if (!(error instanceof ListenError) || !NO_IPV6.has(errorCode(error.cause))) throw error;
    await listenOrExplain(server, { port, host: '0.0.0.0' }, variable);
    logger.warn({ variable, port }, 'this machine has no IPv6: listening on IPv4 only');
  }
}

async function listenAt(server: Server, address: string, { port, variable }: EdgeListenOptions): Promise<void> {
  try {
    await listenOrExplain(server, { port, host: address }, variable);
  } catch (error) {
    if (!(error instanceof ListenError) || !NO_IPV6.has(errorCode(error.cause))) throw error;
    const sentence = `EDGE_ADDRESS ${address} is not an address of this machine. Leave it empty for all that it has.`;
    throw new ListenError(sentence, { cause: error.cause });
  }
}
