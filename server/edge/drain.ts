/**
 * Leaving without a failed request. Node's own `server.close()` also cuts idle keep-alive connections, which loses the
 * request a browser has just sent on one; here they stay until the browser used them once more and was told to close.
 */
import net from 'node:net';
import type { Server } from 'node:http';
import type { Http2SecureServer, ServerHttp2Session } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Drain {
  /** While true, HTTP/1.1 answers carry `Connection: close`. */
  readonly draining: () => boolean;
  /** Stops accepting, lets what runs end, and cuts what is left after the deadline. */
  begin(deadlineMs: number): Promise<void>;
}

const POLL_MS = 20;

export function createDrain(servers: { readonly http: Server; readonly https: Http2SecureServer }): Drain {
  const sockets = new Set<net.Socket>();
  const sessions = new Set<ServerHttp2Session>();
  let draining = false;

  for (const server of [servers.http, servers.https]) {
    server.on('connection', (socket: net.Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
  }
  servers.https.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
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
      for (const session of sessions) session.close();
      const deadline = performance.now() + deadlineMs;
      while (sockets.size > 0 && performance.now() < deadline) await sleep(POLL_MS);
      for (const socket of sockets) socket.destroy();
    },
  };
}
