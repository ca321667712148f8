/** Which requests the page cache answers, and how its findings become answers. */
import { publicAddress } from '../../public-pages';
import type { Logger } from '../../process/logger';
import type { Exchange } from '../exchange';
import { headersForBrowser } from '../forwarded-headers';
import { replyOf, type Reply } from './answer';
import type { Origin, OriginAnswer } from './origin';
import { createPageCache, type Found, type Verdict } from './page-cache';
import { createPurgeStream } from './purge-stream';

/** What the pages of a shop with a few thousand perfumes need, twice over. */
const MAX_BYTES = 96 * 1024 * 1024;

export interface CachedPagesOptions {
  readonly shopPort: number;
  /** The storefront's host as a browser writes it, with the public port where it is not 443. */
  readonly authority: string;
  readonly origin: Origin;
  /** What the edge adds to every answer. */
  readonly ownHeaders: (exchange: Exchange) => Readonly<Record<string, string>>;
  /** The visitor's own request goes to the shop. */
  readonly pass: (exchange: Exchange) => void;
  readonly fail: (exchange: Exchange, error: Error) => void;
  readonly logger: Logger;
}

export interface CachedPages {
  /** @returns false where the request is none of its business */
  answer(exchange: Exchange): boolean;
  start(): void;
  stop(): Promise<void>;
}

/** A body on a GET means nothing, and could mean something to the shop. A range or a login is the shop's to judge. */
function isPlain({ request }: Exchange): boolean {
  const { headers } = request;
  return (
    headers.authorization === undefined &&
    headers['transfer-encoding'] === undefined &&
    (headers['content-length'] === undefined || headers['content-length'] === '0')
  );
}

function send(exchange: Exchange, reply: Reply, own: Readonly<Record<string, string>>): void {
  const { response } = exchange;
  if (exchange.ended || response.headersSent) return;
  const { headers, body } = reply;
  for (const name in own) headers.push(name, own[name] ?? '');
  response.writeHead(reply.status, headers);
  if (body === null) return void response.end();
  exchange.bytes = body.length;
  response.end(body);
}

/** An answer that is not kept: as it came, to everybody who had asked for it. */
function replyWith(answer: OriginAnswer, method: string): Reply {
  const body = method === 'HEAD' ? null : answer.body;
  const headers = Object.entries(headersForBrowser(answer.headers)).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one) => [name, String(one)]),
  );
  return { status: answer.status, headers, body };
}

export function createCachedPages(options: CachedPagesOptions): CachedPages {
  const { authority, logger } = options;
  const origin = `https://${authority}`;
  const nowMs = (): number => performance.now();
  const cache = createPageCache({ origin: options.origin, maxBytes: MAX_BYTES, nowMs, logger });
  const stream = createPurgeStream({
    shopPort: options.shopPort,
    onReady: () => cache.connected(),
    onPurge: (groups) => cache.purge(groups),
    onLost: () => cache.disconnected(),
    logger,
  });

  function use(exchange: Exchange, found: Found): void {
    if (exchange.ended) return;
    const method = exchange.request.method ?? 'GET';
    const verdict: Verdict = 'verdict' in found ? found.verdict : 'pass';
    exchange.cache = verdict;
    switch (found.kind) {
      case 'page': {
        const facts = { verdict, nowMs: nowMs(), origin };
        const reply = replyOf(found.page, { method, headers: exchange.request.headers }, facts);
        return send(exchange, reply, options.ownHeaders(exchange));
      }
      case 'answer':
        exchange.upstreamStatus = found.answer.status;
        return send(exchange, replyWith(found.answer, method), options.ownHeaders(exchange));
      case 'pass':
        return options.pass(exchange);
      case 'failed':
        return options.fail(exchange, found.error);
    }
  }

  return {
    answer(exchange) {
      const { method } = exchange.request;
      if (method !== 'GET' && method !== 'HEAD') return false;
      const address = publicAddress(exchange.request.url ?? '');
      if (address === null || !isPlain(exchange)) return false;
      const found = cache.find({ address, authority, requestId: exchange.id });
      if (!(found instanceof Promise)) use(exchange, found);
      else
        found.then((later) => use(exchange, later)).catch((error: unknown) => options.fail(exchange, error as Error));
      return true;
    },
    start: () => stream.start(),
    async stop() {
      cache.close();
      await stream.stop();
    },
  };
}
