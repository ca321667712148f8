// Leaving without a failed request. Node's own `server.close()` also cuts idle keep-alive connections, and loses what a
// browser has just sent on one; here they stay until they were used once more and told to close.
import type { Server } from 'node:http';
import type { Http2SecureServer } from 'node:http2';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connections } from './connections';

export interface Drain {
  /** While true, HTTP/1.1 answers carry `Connection: close`. */
  readonly draining: () => boolean;
  /** Stops accepting, lets what runs end, and cuts what is left after the deadline. */
  begin(deadlineMs: number): Promise<void>;
}

const POLL_MS = 20;

export function createDrain(
  servers: { readonly http: Server; readonly https: Http2SecureServer },
  connections: Connections,
): Drain {
  let draining = false;
  // One whose handshake ends only now.
  servers.https.on('session', (session) => {
    if (draining) session.close();
  });

  return {
    draining: () => draining,
    async begin(deadlineMs) {
      draining = true;
      for (const server of [servers.http, servers.https]) {
        // The base class's close: it only stops accepting.
        if (server.listening) net.Server.prototype.close.call(server);
      }
      // One GOAWAY. The earlier one of RFC 9113, 6.8, which names no stream yet, Node can't send and still take streams.
      for (const { session } of connections.open) session?.close();
      const deadline = performance.now() + deadlineMs;
      while (connections.open.size > 0 && performance.now() < deadline) await sleep(POLL_MS);
      for (const { raw } of connections.open) raw.destroy();
    },
  };
}
