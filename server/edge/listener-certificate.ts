// The certificate that this process' secure listener serves. Which one a visitor would see is asked by a handshake in
// memory, because in cluster mode a connection to the port may end at another process.
import type { Http2SecureServer, SecureServerOptions } from 'node:http2';
import { duplexPair, type Duplex } from 'node:stream';
import { servedOver } from '../certificates/handshake';
import { TLS_OPTIONS } from '../certificates/tls-options';
import type { ServedCertificate } from './certificate-loader';

export interface ListenerCertificate {
  /** @throws where OpenSSL refuses it */
  take(next: ServedCertificate): void;
  /** @returns fingerprint of what is served under that name; rejects where the handshake fails */
  ask(serverName: string): Promise<string>;
}

/** @param connect hands the server a connection that counts for no limit */
export function createListenerCertificate(
  server: Pick<Http2SecureServer, 'setSecureContext' | 'setTicketKeys' | 'once'>,
  connect: (socket: Duplex) => void,
): ListenerCertificate {
  let ticketKey: Buffer | null = null;
  const setTicketKey = (): void => void (ticketKey && server.setTicketKeys(ticketKey));
  // In cluster mode listen() overrides it with that of the first worker.
  server.once('listening', setTicketKey);
  return {
    take(next) {
      ticketKey = next.ticketKey;
      const secure: SecureServerOptions = { ...TLS_OPTIONS, key: next.key, cert: next.chain };
      // With every context: without the key Node falls back to the one it made at start, without the context id of
      // TLS_OPTIONS no session is resumed.
      if (ticketKey) secure.ticketKeys = ticketKey;
      server.setSecureContext(secure);
      setTicketKey();
    },
    async ask(serverName) {
      const [ours, theirs] = duplexPair();
      ours.on('error', () => undefined);
      try {
        connect(ours);
        return await servedOver(theirs, serverName);
      } finally {
        ours.destroy();
      }
    },
  };
}
