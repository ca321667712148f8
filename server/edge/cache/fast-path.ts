// Kept pages are answered before greenlock's listener over HTTP/1.1, and straight on the stream over HTTP/2, where Node's
// imitation of an HTTP/1.1 request and response would be most of the work. All else goes the usual way.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Answer } from '../answer';
import type { Exchange } from '../exchange';
import type { Look } from '../looks';
import type { OpenExchanges } from '../open-exchanges';
import { isHeadTooLarge } from '../request-head';
import type { CachedPages } from './cached-pages';

/** As much of a request, and below of a response, as the access log and the deadlines look at. */
class StreamRequest {
  readonly httpVersionMajor = 2;
  readonly httpVersionMinor = 0;
  readonly method: string;
  readonly url: string;

  constructor(
    readonly stream: ServerHttp2Stream,
    readonly headers: IncomingHttpHeaders,
  ) {
    this.method = headers[':method'] ?? '';
    this.url = headers[':path'] ?? '';
  }
}

class StreamResponse {
  statusCode = 0;

  constructor(readonly stream: ServerHttp2Stream) {}

  get headersSent(): boolean {
    return this.stream.headersSent;
  }
  get writableLength(): number {
    return this.stream.writableLength;
  }
  get writableEnded(): boolean {
    return this.stream.writableEnded;
  }
  end(body?: Buffer): void {
    this.stream.end(body);
  }
  once(event: 'close', listener: () => void): void {
    this.stream.once(event, listener);
  }
  destroy(): void {
    this.stream.destroy();
  }
}

const ignore = (): void => undefined;

export function createFastPath(options: {
  readonly pages: Pick<CachedPages, 'recall'>;
  readonly exchanges: Pick<OpenExchanges, 'begin' | 'of' | 'isOneTooMany'>;
  readonly isForStorefront: (authority: string) => boolean;
  readonly send: (exchange: Exchange, answer: Answer) => void;
}): Look {
  const { pages, exchanges, isForStorefront, send } = options;

  function reply(exchange: Exchange, page: Answer): void {
    exchange.cache = 'hit';
    send(exchange, page);
  }

  function recallFor(exchange: Exchange): Answer | null {
    const { connection, authority, request } = exchange;
    if (!connection.secure || request.httpVersionMajor !== 1 || exchanges.isOneTooMany(exchange)) return null;
    if (!isForStorefront(authority) || isHeadTooLarge(request.rawHeaders)) return null;
    const { method = '', url = '', headers } = request;
    return pages.recall({ method, url, headers });
  }

  return {
    stream(stream, headers, _flags, rawHeaders) {
      const authority = headers[':authority'];
      if (authority === undefined || headers.host !== undefined || !isForStorefront(authority)) return true;
      if (!stream.endAfterHeaders || isHeadTooLarge(rawHeaders)) return true;
      const request = new StreamRequest(stream, headers);
      const page = pages.recall(request);
      if (!page) return true;
      const response = new StreamResponse(stream);
      stream.on('error', ignore);
      const exchange = exchanges.begin(
        request as unknown as IncomingMessage,
        response as unknown as ServerResponse,
        authority,
      );
      if (exchange) reply(exchange, page);
      return false;
    },
    request: (next) => (request, response) => {
      const exchange = exchanges.of(request);
      const page = exchange ? recallFor(exchange) : null;
      if (exchange && page) reply(exchange, page);
      else next(request, response);
    },
  };
}
