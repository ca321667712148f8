import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import {
  BrokenError,
  PATIENCE_MS,
  postHeaders,
  type Answer,
  type Connections,
  type Visit,
  type Visitor,
} from './load-visitor';

function readWhole(response: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    response.on('data', (chunk: Buffer) => (bytes += chunk.length));
    response.once('error', reject);
    response.once('end', () => {
      if (!response.complete) reject(new Error('the answer was cut off'));
      else resolve({ status: response.statusCode ?? 0, bytes, requestId: String(response.headers['x-request-id']) });
    });
  });
}

/** One connection at a time; nothing is sent twice. */
export function createHttp1Visitor(
  target: { readonly port: number; readonly address?: string; readonly host: string; readonly ca: string },
  connections: Connections,
): Visitor {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1, ca: target.ca, servername: target.host });
  /** Their end is expected: announced, or ours, or counted as a failed request. */
  const over = new WeakSet<Socket>();

  function onConnection(socket: Socket): void {
    connections.opened += 1;
    socket.once('close', () => {
      if (!over.has(socket)) connections.unannouncedCloses += 1;
    });
  }

  function ask({ method, path, body }: Visit): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = https.request({
        agent,
        host: target.address ?? '127.0.0.1',
        port: target.port,
        method,
        path,
        headers: { host: target.host, ...(body === null ? {} : postHeaders(target.host, body)) },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const fail = (error: Error): void => {
        if (request.socket) over.add(request.socket);
        reject(new BrokenError(error, request.reusedSocket));
      };
      request.once('error', fail);
      request.once('socket', (socket) => {
        if (!request.reusedSocket) onConnection(socket);
      });
      request.once('response', (response) => {
        if (response.headers.connection === 'close') {
          connections.announcedCloses += 1;
          over.add(response.socket);
        }
        readWhole(response).then(resolve, fail);
      });
      request.end(body ?? undefined);
    });
  }

  return {
    ask,
    leave() {
      for (const socket of Object.values(agent.freeSockets).flat()) if (socket) over.add(socket);
      agent.destroy();
    },
  };
}
