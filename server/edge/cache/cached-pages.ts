/** Which requests the page cache answers, and how its findings become answers. */
import type { IncomingHttpHeaders } from 'node:http';
import { publicAddress } from '../../http/public-pages';
import type { Clock } from '../../process/clock';
import type { Logger } from '../../process/logger';
import { asError } from '../../process/thrown';
import type { Answer } from '../answer';
import type { Exchange } from '../exchange';
import { replyOf } from './answer';
import type { Origin } from './origin';
import { createPageCache, type Found, type Verdict } from './page-cache';
import { createPurgeStream } from './purge-stream';

/** A page takes about 35 kB in its three codings: the 1,800 that people look at most. */
const MAX_BYTES = 64 * 1024 * 1024;

export interface CachedPages {
  /** A kept page that may be shown as it is, under the address as it is written; only one in its normal form is found. */
  recall(request: PlainRequest): Answer | null;
  answer(exchange: Exchange): boolean;
  start(): void;
  stop(): Promise<void>;
}

export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A body on a GET means nothing, and could mean something to the shop. A range or a login is the shop's to judge. */
function isPlain({ method, headers }: Omit<PlainRequest, 'url'>): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers.authorization === undefined &&
    headers['transfer-encoding'] === undefined &&
    (headers['content-length'] === undefined || headers['content-length'] === '0')
  );
}

export function createCachedPages(options: {
  readonly shopPort: number;
  readonly authority: string;
  readonly origin: Origin;
  readonly send: (exchange: Exchange, answer: Answer) => void;
  readonly pass: (exchange: Exchange) => void;
  readonly fail: (exchange: Exchange, error: Error) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): CachedPages {
  const { authority, clock, logger } = options;
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
        const facts = { verdict, nowMs: nowMs(), origin, clock };
        return options.send(exchange, replyOf(found.page, { method, headers: exchange.request.headers }, facts));
      }
      case 'answer':
        exchange.upstreamStatus = found.answer.status;
        return options.send(exchange, found.answer);
      case 'pass':
        return options.pass(exchange);
      case 'failed':
        return options.fail(exchange, found.error);
    }
  }

  return {
    recall(request) {
      const page = isPlain(request) ? cache.peek({ address: request.url, authority }) : null;
      return page && replyOf(page, request, { verdict: 'hit', nowMs: nowMs(), origin, clock });
    },
    answer(exchange) {
      const { method = '', url = '', headers } = exchange.request;
      const address = isPlain({ method, headers }) ? publicAddress(url) : null;
      if (address === null) return false;
      const { id: requestId, connection } = exchange;
      const found = cache.find({ address, authority, requestId, block: connection.block });
      if (!(found instanceof Promise)) use(exchange, found);
      else
        found.then((later) => use(exchange, later)).catch((error: unknown) => options.fail(exchange, asError(error)));
      return true;
    },
    start: () => stream.start(),
    async stop() {
      cache.close();
      await stream.stop();
    },
  };
}
