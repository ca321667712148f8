/** Toss' API on 127.0.0.1: who asks, what for, what is done, and what comes of the answer on its way. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../server/process/clock';
import type { Fields } from './fields';
import { createIdempotency, type Answer } from './idempotency';
import { askerOf, type Asker } from './keys';
import type { TossShop } from './model';
import { TossRefusal } from './refusal';
import type { Routes } from './routes';
import { createScripts, type Delivery, type Step, type TossCallName } from './scripts';

/** One call, as it came and as it went. */
export interface JournalEntry {
  readonly call: TossCallName | 'unknown';
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly orderId: string | null;
  readonly body: Fields;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly at: Date;
  /** Whether it has changed, or read, anything: neither a refusal nor a repeat of an answer. */
  executed: boolean;
  replayed: boolean;
  /** The status, or what came of it on its way. */
  answered: string;
}

export interface ServerOptions {
  readonly clock: Clock;
  readonly shops: readonly TossShop[];
  /** Calls of one kind and shop in a minute, as for test keys; null: any number. */
  readonly callsPerMinute: number | null;
  readonly routes: Routes;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

const answerOf = (error: unknown): Answer => {
  if (!(error instanceof TossRefusal)) throw error;
  return { status: error.status, body: { code: error.code, message: '요청을 처리하지 못했습니다.' } };
};

export async function startServer({ clock, shops, callsPerMinute, routes }: ServerOptions) {
  const journal: JournalEntry[] = [];
  const scripts = createScripts();
  const idempotency = createIdempotency(clock);

  function fieldsOf(request: IncomingMessage, url: URL, body: string): Fields {
    if (request.method !== 'POST') return Object.fromEntries(url.searchParams);
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      throw new TossRefusal(400, 'INVALID_REQUEST');
    try {
      return JSON.parse(body) as Fields;
    } catch {
      throw new TossRefusal(400, 'INVALID_REQUEST');
    }
  }

  function isTooOften(entry: JournalEntry): boolean {
    if (callsPerMinute === null) return false;
    const since = clock.now().getTime() - 60_000;
    const same = journal.filter(({ call, at }) => call === entry.call && at.getTime() > since);
    return same.length > callsPerMinute;
  }

  /** What is answered if nothing happens to it on its way. */
  async function settle(entry: JournalEntry, asker: Asker, step: Step, run: () => object): Promise<Answer> {
    const name = [entry.key, asker.secretKey, entry.path, entry.method].join('\n');
    const before = entry.key === null ? null : idempotency.begin(name, entry.key);
    if (before) {
      entry.replayed = true;
      return before;
    }
    let answer: Answer | null = null;
    if (step.executes !== false) {
      try {
        answer = { status: 200, body: structuredClone(run()) };
        entry.executed = true;
      } catch (error) {
        answer = answerOf(error);
      }
    }
    if (step.answer.kind === 'refuse') answer = answerOf(new TossRefusal(step.answer.status, step.answer.code));
    if (step.answer.kind === 'slow') await sleep(step.answer.ms);
    if (entry.key !== null) idempotency.end(name, answer);
    return answer ?? { status: 500, body: {} };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const { method = 'GET', headers } = request;
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const entry: JournalEntry = {
      ...{ call: 'unknown', method, path: url.pathname, orderId: null, body: {}, headers, at: clock.now() },
      key: (headers['idempotency-key'] as string | undefined) ?? null,
      ...{ executed: false, replayed: false, answered: '' },
    };
    journal.push(entry);
    let step: Step = { answer: { kind: 'right' } };
    let answer: Answer;
    try {
      const asker = askerOf(shops, headers.authorization);
      const fields = fieldsOf(request, url, text);
      const isEnglish = /^en/i.test(headers['accept-language'] ?? '');
      const route = routes.find({
        method,
        segments: url.pathname.split('/').slice(1),
        fields,
        shop: asker.shop,
        isEnglish,
      });
      Object.assign(entry, { call: route.call, orderId: route.orderId, body: fields });
      step = scripts.take(route.call, route.orderId);
      if (isTooOften(entry)) step = { executes: false, answer: TOO_OFTEN };
      answer = await settle(entry, asker, step, route.run);
    } catch (error) {
      answer = answerOf(error);
    }
    deliver(response, answer, step.answer, entry);
  }

  const server = createServer((request, response) => {
    // A client that is gone is its own affair.
    response.on('error', () => undefined);
    handle(request, response).catch((error: unknown) => {
      response.writeHead(599).end(String(error));
    });
  });
  server.keepAliveTimeout = 1000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    journal,
    scripts,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const TOO_OFTEN: Delivery = { kind: 'raw', status: 429, body: 'Too Many Requests', headers: { 'retry-after': '60' } };

function deliver(response: ServerResponse, { status, body }: Answer, how: Delivery, entry: JournalEntry): void {
  entry.answered = how.kind === 'raw' ? String(how.status) : String(status);
  const json = { 'content-type': 'application/json;charset=utf-8' };
  if (how.kind === 'hang' || how.kind === 'reset' || how.kind === 'cut') entry.answered = how.kind;
  switch (how.kind) {
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'cut': {
      const whole = Buffer.from(JSON.stringify(body));
      response.writeHead(status, { ...json, 'content-length': whole.length });
      response.write(whole.subarray(0, whole.length / 2), () => response.destroy());
      return;
    }
    case 'raw':
      response.writeHead(how.status, how.headers).end(how.body);
      return;
    case 'bytes':
      response.writeHead(status, json).end(how.of(JSON.stringify(body)));
      return;
    case 'change':
      response.writeHead(status, json).end(JSON.stringify(how.change(body as Record<string, unknown>)));
      return;
    default:
      response.writeHead(status, json).end(JSON.stringify(body));
  }
}
