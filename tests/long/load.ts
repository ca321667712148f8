/**
 * Shoppers over HTTPS and HTTP/1.1 with keep-alive, who never send a request twice. A request has failed when its
 * connection broke, when it had no whole answer in time, or when the answer is not the one it must be; a connection
 * that the server closes after it has said `Connection: close` is no failure.
 */
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LoadTarget {
  readonly port: number;
  /** The site's name, and what the port is to browsers. */
  readonly host: string;
  readonly ca: string;
  readonly pages: readonly string[];
  /** What is put into carts; its stock never ends. */
  readonly variantId: number;
}

export interface Failure {
  readonly at: string;
  readonly request: string;
  readonly what: string;
  /** Sent on a connection that had carried one before. */
  readonly reused: boolean;
}

export interface LoadFigures {
  readonly requests: number;
  readonly posts: number;
  /** Answered with 201. */
  readonly added: number;
  readonly failed: number;
  /** The first of them. */
  readonly failures: readonly Failure[];
  readonly connections: number;
  /** Answers that said that the connection is over. */
  readonly announcedCloses: number;
  /** Connections that the server ended without having said so: a request could have been on its way. */
  readonly unannouncedCloses: number;
  readonly latenciesMs: readonly number[];
}

export interface Load {
  /** Requests that have ended, well or not. */
  readonly count: () => number;
  /** Lets every request under way end. */
  stop(): Promise<LoadFigures>;
}

interface Shopper {
  /** The longest a shopper looks at a page before the next request. */
  readonly pauseMs: number;
  /** Requests before she goes and another comes, on a connection of her own. */
  readonly stays: number;
}

const many = (count: number, shopper: Shopper): Shopper[] => Array.from({ length: count }, () => shopper);

const SHOPPERS: readonly Shopper[] = [
  ...many(6, { pauseMs: 0, stays: Infinity }),
  // Their connections are idle most of the time: the ones that a careless shutdown cuts.
  ...many(12, { pauseMs: 1_000, stays: Infinity }),
  // Somebody connects at every moment of a reload.
  ...many(3, { pauseMs: 50, stays: 8 }),
];

const EVERY_POST = 10;
/** An answer that takes longer is one that never came. */
const PATIENCE_MS = 30_000;
const KEPT_FAILURES = 20;

interface Answer {
  readonly status: number;
  readonly bytes: number;
  readonly requestId: string;
}

export function startLoad(target: LoadTarget): Load {
  let stopped = false;
  let sent = 0;
  let posts = 0;
  let added = 0;
  let failed = 0;
  let connections = 0;
  let announcedCloses = 0;
  let unannouncedCloses = 0;
  const failures: Failure[] = [];
  const latenciesMs: number[] = [];
  /** Their end is expected: announced, or ours, or counted as a failed request. */
  const over = new WeakSet<Socket>();

  function onConnection(socket: Socket): void {
    connections += 1;
    socket.once('close', () => {
      if (!over.has(socket)) unannouncedCloses += 1;
    });
  }

  function ask(agent: https.Agent, body: string | null, page: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = https.request({
        agent,
        host: '127.0.0.1',
        port: target.port,
        method: body === null ? 'GET' : 'POST',
        path: page,
        headers: { Host: target.host, ...(body === null ? {} : postHeaders(target.host, body)) },
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
          announcedCloses += 1;
          over.add(response.socket);
        }
        readWhole(response).then(resolve, fail);
      });
      request.end(body ?? undefined);
    });
  }

  async function visit(agent: https.Agent): Promise<void> {
    const number = sent++;
    const isPost = number % EVERY_POST === 0;
    if (isPost) posts += 1;
    const page = isPost ? '/api/v1/cart/items' : target.pages[number % target.pages.length]!;
    const body = isPost ? JSON.stringify({ variantId: target.variantId, quantity: 1 }) : null;
    const note = (what: string, reused: boolean): void => {
      failed += 1;
      if (failures.length === KEPT_FAILURES) return;
      failures.push({ at: new Date().toISOString(), request: `${isPost ? 'POST' : 'GET'} ${page}`, what, reused });
    };
    const startedAtMs = performance.now();
    try {
      const { status, bytes, requestId } = await ask(agent, body, page);
      if (status === 201 && isPost) added += 1;
      if (status !== (isPost ? 201 : 200)) note(`status ${status}, request ${requestId}`, false);
      else if (bytes === 0) note(`an empty page, request ${requestId}`, false);
    } catch (error) {
      if (!(error instanceof BrokenError)) throw error;
      note(error.message, error.reused);
    }
    latenciesMs.push(performance.now() - startedAtMs);
  }

  async function come({ pauseMs, stays }: Shopper): Promise<void> {
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1, ca: target.ca, servername: target.host });
    for (let visits = 0; visits < stays && !stopped; visits++) {
      await visit(agent);
      if (pauseMs > 0) await sleep(Math.random() * pauseMs);
    }
    // What is cut from here on is cut by us.
    for (const socket of Object.values(agent.freeSockets).flat()) if (socket) over.add(socket);
    agent.destroy();
  }

  const shoppers = SHOPPERS.map(async (shopper) => {
    while (!stopped) await come(shopper);
  });

  return {
    count: () => latenciesMs.length,
    async stop() {
      stopped = true;
      await Promise.all(shoppers);
      return {
        requests: sent,
        posts,
        added,
        failed,
        failures,
        connections,
        announcedCloses,
        unannouncedCloses,
        latenciesMs,
      };
    },
  };
}

class BrokenError extends Error {
  constructor(
    cause: Error,
    readonly reused: boolean,
  ) {
    super('code' in cause ? `${String(cause.code)}: ${cause.message}` : cause.message, { cause });
    this.name = 'BrokenError';
  }
}

/** As a browser sends it from a page of the shop. */
function postHeaders(host: string, body: string): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    Origin: `https://${host}`,
    'Sec-Fetch-Site': 'same-origin',
  };
}

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
