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
  /** Bodies under way now. */
  readonly open: () => number;
  /** How often one was begun. */
  readonly begun: () => number;
  /** What they were answered, by status; 0 stands for an end without an answer. */
  readonly answers: ReadonlyMap<number, number>;
  readonly stop: () => void;
}

const STREAMS_PER_SESSION = 100;
const AGAIN_MS = 100;

function createBook() {
  const answers = new Map<number, number>();
  const book = { open: 0, begun: 0, stopped: false, answers };
  return Object.assign(book, {
    begin(): (status: number) => void {
      book.open += 1;
      book.begun += 1;
      let ended = false;
      return (status) => {
        if (ended) return;
        ended = true;
        book.open -= 1;
        if (!book.stopped) answers.set(status, (answers.get(status) ?? 0) + 1);
      };
    },
    async again(one: () => Promise<void>): Promise<void> {
      while (!book.stopped) {
        await one();
        await sleep(AGAIN_MS);
      }
    },
  });
}

/** @param open what is closed at the end */
function handleOf(book: ReturnType<typeof createBook>, open: Iterable<{ destroy(): void }>): Unfinished {
  return {
    open: () => book.open,
    begun: () => book.begun,
    answers: book.answers,
    stop() {
      book.stopped = true;
      for (const one of open) one.destroy();
    },
  };
}

const HEAD = { 'content-length': '1000', 'content-type': 'application/x-www-form-urlencoded' } as const;

/** POSTs over HTTP/2, a hundred a connection: `content-length: 1000`, and one byte of it. */
export function unfinishedStreams(count: number, options: UnfinishedOptions): Unfinished {
  const book = createBook();
  const sessions = new Set<http2.ClientHttp2Session>();

  function connect(): http2.ClientHttp2Session {
    const session = http2.connect(`https://127.0.0.1:${options.port}`, {
      servername: options.host,
      ca: options.ca,
      ...(options.from === undefined ? {} : { localAddress: options.from }),
    });
    session.on('error', () => undefined);
    session.once('close', () => sessions.delete(session));
    sessions.add(session);
    return session;
  }

  function one(session: http2.ClientHttp2Session): Promise<void> {
    const stream = session.request({
      ':method': 'POST',
      ':path': options.path,
      ':authority': `${options.host}:${options.port}`,
      ...HEAD,
    });
    const end = book.begin();
    stream.on('error', () => undefined);
    stream.write('x');
    return new Promise((resolve) => {
      let status = 0;
      stream.once('response', (head) => {
        status = Number(head[':status']);
        end(status);
        stream.close();
      });
      stream.once('close', () => {
        end(status);
        resolve();
      });
    });
  }

  async function hold(streams: number): Promise<void> {
    let session = connect();
    const onOpenSession = (): Promise<void> => {
      if (session.closed || session.destroyed) session = connect();
      return one(session);
    };
    await Promise.all(Array.from({ length: streams }, () => book.again(onOpenSession)));
  }

  for (let left = count; left > 0; left -= STREAMS_PER_SESSION) void hold(Math.min(left, STREAMS_PER_SESSION));
  return handleOf(book, sessions);
}

/** The same over HTTP/1.1, a connection each. */
export function unfinishedPosts(count: number, options: UnfinishedOptions): Unfinished {
  const book = createBook();
  const sockets = new Set<tls.TLSSocket>();
  const head = Object.entries(HEAD).map(([name, value]) => `${name}: ${value}\r\n`);

  function one(): Promise<void> {
    const socket = tls.connect({
      port: options.port,
      host: '127.0.0.1',
      servername: options.host,
      ca: options.ca,
      ALPNProtocols: ['http/1.1'],
      ...(options.from === undefined ? {} : { localAddress: options.from }),
    });
    sockets.add(socket);
    const end = book.begin();
    socket.on('error', () => undefined);
    socket.write(`POST ${options.path} HTTP/1.1\r\nHost: ${options.host}:${options.port}\r\n${head.join('')}\r\nx`);
    return new Promise((resolve) => {
      let status = 0;
      socket.once('data', (data: Buffer) => {
        status = Number(/^HTTP\/1\.1 (\d+)/.exec(data.toString('latin1'))?.[1] ?? 0);
        end(status);
        socket.destroy();
      });
      socket.once('close', () => {
        sockets.delete(socket);
        end(status);
        resolve();
      });
    });
  }

  for (let i = 0; i < count; i += 1) void book.again(one);
  return handleOf(book, sockets);
}
