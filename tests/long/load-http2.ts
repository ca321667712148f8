import http2, { type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import {
  BrokenError,
  PATIENCE_MS,
  postHeaders,
  type Answer,
  type Connections,
  type Visit,
  type Visitor,
} from './load-visitor';

interface Connection {
  readonly session: ClientHttp2Session;
  /** Of the server's GOAWAY: streams above it were not processed, and never will be (RFC 9113, 6.8). */
  lastProcessed: number | null;
  left: boolean;
  used: boolean;
}

class RefusedError extends Error {
  override name = 'RefusedError';
}

/** One connection at a time, several requests on it; sent again is only what the server refused with its GOAWAY. */
export function createHttp2Visitor(
  target: { readonly port: number; readonly address?: string; readonly host: string; readonly ca: string },
  connections: Connections,
): Visitor {
  let current: Connection | null = null;

  function open(): Connection {
    const session = http2.connect(`https://${target.address ?? '127.0.0.1'}:${target.port}`, {
      ca: target.ca,
      servername: target.host,
    });
    const connection: Connection = { session, lastProcessed: null, left: false, used: false };
    connections.opened += 1;
    session.once('goaway', (_code, lastStreamId) => {
      connection.lastProcessed = lastStreamId;
      connections.announcedCloses += 1;
    });
    // Its requests report it.
    session.on('error', () => undefined);
    session.once('close', () => {
      if (connection.lastProcessed === null && !connection.left) connections.unannouncedCloses += 1;
    });
    return connection;
  }

  function usable(): Connection {
    const free = current && current.lastProcessed === null && !current.session.closed && !current.session.destroyed;
    if (!free || !current) current = open();
    return current;
  }

  /** True when the server can't have seen it: it never left us, or came after the last one it took. */
  function wasRefused({ lastProcessed }: Connection, stream: ClientHttp2Stream): boolean {
    return lastProcessed !== null && (stream.id === undefined || stream.id > lastProcessed);
  }

  function send(connection: Connection, { method, path, body }: Visit): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { ':method': method, ':path': path, ':authority': target.host };
      const reused = connection.used;
      connection.used = true;
      const stream = connection.session.request({
        ...headers,
        ...(body === null ? {} : postHeaders(target.host, body)),
      });
      let head: IncomingHttpHeaders | null = null;
      let bytes = 0;
      let ended = false;
      let problem: Error = new Error('the stream ended without an answer');
      const timer = setTimeout(() => {
        problem = new Error('no answer in time');
        stream.close(http2.constants.NGHTTP2_CANCEL);
      }, PATIENCE_MS);
      stream.once('response', (received) => (head = received));
      stream.on('data', (chunk: Buffer) => (bytes += chunk.length));
      stream.once('end', () => (ended = true));
      stream.once('error', (error: Error) => (problem = error));
      stream.once('close', () => {
        clearTimeout(timer);
        const whole = head && ended && stream.rstCode === http2.constants.NGHTTP2_NO_ERROR;
        if (whole && head) {
          resolve({ status: Number(head[':status']), bytes, requestId: String(head['x-request-id']) });
        } else if (!head && wasRefused(connection, stream)) reject(new RefusedError());
        else reject(new BrokenError(problem, reused));
      });
      stream.end(body ?? undefined);
    });
  }

  return {
    async ask(visit) {
      for (;;) {
        try {
          return await send(usable(), visit);
        } catch (error) {
          if (!(error instanceof RefusedError)) throw error;
          connections.refusedStreams += 1;
        }
      }
    },
    leave() {
      if (!current) return;
      current.left = true;
      current.session.close();
    },
  };
}
