/** Clients that begin to send a body and never get to its end, and begin again when they are sent away. */
import http2 from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';

interface UnfinishedOptions {
  readonly port: number;
  readonly host: string;
  readonly ca: string;
  readonly path: string;
  /** One of this machine's loopback addresses. */
  readonly from?: string;
}

interface Unfinished {
  readonly open: () => number;
  readonly begun: () => number;
  /** What they were answered, by status; 0 stands for an end without an answer. */
  readonly answers: ReadonlyMap<number, number>;
  readonly stop: () => void;
}

const STREAMS_PER_SESSION = 100;
const AGAIN_MS = 100;

const HEAD = { 'content-length': '1000', 'content-type': 'application/x-www-form-urlencoded' } as const;

/** @param one begins a body; resolves with its answer's status at its end @param open what is closed by `stop` */
function keepUnderWay(
  count: number,
  one: (index: number) => Promise<number>,
  open: Iterable<{ destroy(): void }>,
): Unfinished {
  const answers = new Map<number, number>();
  let underWay = 0;
  let begun = 0;
  let stopped = false;
  async function again(index: number): Promise<void> {
    for (;;) {
      underWay += 1;
      begun += 1;
      const status = await one(index);
      underWay -= 1;
      if (stopped) return;
      answers.set(status, (answers.get(status) ?? 0) + 1);
      await sleep(AGAIN_MS);
    }
  }
  for (let index = 0; index < count; index += 1) void again(index);
  return {
    open: () => underWay,
    begun: () => begun,
    answers,
    stop() {
      stopped = true;
      for (const connection of open) connection.destroy();
    },
  };
}

/** POSTs over HTTP/2, a hundred a connection: `content-length: 1000`, and one byte of it. */
export function unfinishedStreams(count: number, { port, host, ca, path, from }: UnfinishedOptions): Unfinished {
  const local = from === undefined ? {} : { localAddress: from };
  const sessions = new Map<number, http2.ClientHttp2Session>();

  function sessionOf(index: number): http2.ClientHttp2Session {
    const group = Math.floor(index / STREAMS_PER_SESSION);
    const known = sessions.get(group);
    if (known && !known.closed && !known.destroyed) return known;
    const session = http2.connect(`https://127.0.0.1:${port}`, { servername: host, ca, ...local });
    session.on('error', () => undefined);
    sessions.set(group, session);
    return session;
  }

  function one(index: number): Promise<number> {
    const address = { ':method': 'POST', ':path': path, ':authority': `${host}:${port}` };
    const stream = sessionOf(index).request({ ...address, ...HEAD });
    stream.on('error', () => undefined);
    stream.write('x');
    return new Promise((resolve) => {
      let status = 0;
      stream.once('response', (head) => {
        status = Number(head[':status']);
        stream.close();
      });
      stream.once('close', () => resolve(status));
    });
  }

  return keepUnderWay(count, one, { [Symbol.iterator]: () => sessions.values() });
}

/** The same over HTTP/1.1, a connection each. */
export function unfinishedPosts(count: number, { port, host, ca, path, from }: UnfinishedOptions): Unfinished {
  const local = from === undefined ? {} : { localAddress: from };
  const to = { port, host: '127.0.0.1', servername: host, ca, ALPNProtocols: ['http/1.1'], ...local };
  const sockets = new Set<tls.TLSSocket>();
  const head = Object.entries(HEAD).map(([name, value]) => `${name}: ${value}\r\n`);

  function one(): Promise<number> {
    const socket = tls.connect(to);
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write(`POST ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\n${head.join('')}\r\nx`);
    return new Promise((resolve) => {
      let status = 0;
      socket.once('data', (data: Buffer) => {
        status = Number(/^HTTP\/1\.1 (\d+)/.exec(data.toString('latin1'))?.[1] ?? 0);
        socket.destroy();
      });
      socket.once('close', () => {
        sockets.delete(socket);
        resolve(status);
      });
    });
  }

  return keepUnderWay(count, one, sockets);
}
