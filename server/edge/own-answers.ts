/** What the edge says itself, and the headers it adds to what the shop says. */
import { isPreflight } from '../http/cors';
import { errorAnswer } from './error-pages';
import { corsRequestOf, ownCorsHeaders, wasReceivedWhole, type Exchange } from './exchange';
import { endsConnection, FAILURES, isShopFailure, type FailureName } from './failures';
import { isSafe } from './proxy';
import type { Site } from './redirects';

export interface OwnAnswers {
  answer(exchange: Exchange, status: number, headers: Readonly<Record<string, string>>, body: string): void;
  /** @param host the virtual host that was asked for, null where it is none of ours */
  fail(exchange: Exchange, failure: FailureName, host: string | null): void;
  readonly ownHeaders: (exchange: Exchange) => Record<string, string>;
}

export function createOwnAnswers(options: {
  readonly site: Site;
  /** null: none is promised now. */
  readonly hsts: () => string | null;
  readonly draining: () => boolean;
}): OwnAnswers {
  const { site } = options;
  const apexOrigin = site.originOf(site.hosts.apex);

  function ownHeaders({ id, connection, request }: Exchange): Record<string, string> {
    const headers: Record<string, string> = { 'x-request-id': id };
    const hsts = connection.secure ? options.hsts() : null;
    if (hsts !== null) headers['strict-transport-security'] = hsts;
    if (request.httpVersionMajor < 2 && options.draining()) headers['connection'] = 'close';
    return headers;
  }

  function answer(exchange: Exchange, status: number, headers: Readonly<Record<string, string>>, body: string): void {
    const { request, response } = exchange;
    if (response.headersSent || exchange.ended) return;
    response.writeHead(status, { ...headers, ...ownHeaders(exchange) });
    if (request.method === 'HEAD' || body === '') return void response.end();
    exchange.bytes = Buffer.byteLength(body);
    response.end(body);
  }

  return {
    answer,
    ownHeaders,
    fail(exchange, failure, host) {
      exchange.failure ??= failure;
      const cors = ownCorsHeaders(exchange, { host, appHost: site.hosts.app, apexOrigin });
      if (host === site.hosts.app && isShopFailure(failure) && isPreflight(corsRequestOf(exchange.request))) {
        // The page's script shall read the 503 of its call itself, not a failed preflight.
        return answer(exchange, 204, cors, '');
      }
      const { headers, body } = errorAnswer(failure, {
        path: exchange.path,
        requestId: exchange.id,
        repeatable: isSafe(exchange.request.method ?? ''),
      });
      // Who sends too slowly, or too much, isn't waited for.
      const cut = failure === 'client-too-slow' || failure === 'too-many-requests';
      const http1 = exchange.request.httpVersionMajor < 2;
      const ending = http1 && (endsConnection(failure) || (cut && !wasReceivedWhole(exchange)));
      answer(
        exchange,
        FAILURES[failure].status,
        { ...headers, ...cors, ...(ending ? { connection: 'close' } : {}) },
        body,
      );
    },
  };
}
