/**
 * What a listener of this process serves: asked by a handshake like a visitor's, in memory, because in cluster mode a
 * connection to the port may end at another process.
 */
import type { Http2SecureServer } from 'node:http2';
import { duplexPair } from 'node:stream';
import { servedOver } from '../certificates/handshake';

/**
 * @param server before anything else listens to its connections: this one counts for no limit
 * @returns asks which certificate is served under a name, by its fingerprint; rejects where the handshake fails
 */
export function createOwnListener(server: Http2SecureServer): (serverName: string) => Promise<string> {
  const listeners = server.listeners('connection');
  return async (serverName) => {
    const [ours, theirs] = duplexPair();
    ours.on('error', () => undefined);
    try {
      for (const listener of listeners) Reflect.apply(listener, server, [ours]);
      return await servedOver(theirs, serverName);
    } finally {
      ours.destroy();
    }
  };
}
