/** What the edge says itself, and the headers it adds to what the shop says. */
import type { IncomingMessage } from 'node:http';
import { corsHeaders, isApiPath, isPreflight, type CorsRequest } from '../http/cors';
import { messageOf } from '../process/thrown';
import { cutOff, sendWhole, type Answer } from './answer';
import { errorAnswer } from './error-pages';
import { wasReceivedWhole, type Exchange } from './exchange';
import { endsConnection, failureOfError, isShopFailure, type FailureName } from './failures';
import { isSafe } from './methods';
import type { Site } from './redirects';

export interface OwnAnswers {
  /** With what the edge adds to it. One that can't be written becomes a 502. */
  readonly send: (exchange: Exchange, answer: Answer) => void;
  /** @param host the virtual host that was asked for, null where it is none of ours */
  fail(exchange: Exchange, failure: FailureName, host: string | null): void;
  failWith(exchange: Exchange, error: Error, host: string): void;
  readonly ownHeaders: (exchange: Exchange) => Record<string, string>;
}

function corsRequestOf({ method = '', headers }: IncomingMessage): CorsRequest {
  return {
    method,
    origin: headers.origin ?? null,
    requestMethod: headers['access-control-request-method'] ?? null,
    requestHeaders: headers['access-control-request-headers'] ?? null,
  };
}

export function createOwnAnswers(options: {
  readonly site: Site;
  readonly hstsMaxAgeSeconds: number;
  /** Whether browsers trust the certificate: only then may HSTS be promised. */
  readonly trusted: () => boolean;
  readonly draining: () => boolean;
}): OwnAnswers {
  const { site } = options;
  const apexOrigin = site.originOf(site.hosts.apex);
  const hsts = `max-age=${options.hstsMaxAgeSeconds}`;

  function ownHeaders({ id, connection, request }: Exchange): Record<string, string> {
    const headers: Record<string, string> = { 'x-request-id': id };
    if (connection.secure && options.trusted()) headers['strict-transport-security'] = hsts;
    if (request.httpVersionMajor < 2 && options.draining()) headers['connection'] = 'close';
    return headers;
  }

  function send(exchange: Exchange, answer: Answer): void {
    if (exchange.response.headersSent || exchange.ended) return;
    try {
      sendWhole(exchange, answer, ownHeaders(exchange));
    } catch (error) {
      refuse(exchange, error);
    }
  }

  /** Once: what refuses this too is cut off, and its line in the log tells why. */
  function refuse(exchange: Exchange, error: unknown): void {
    const again = exchange.failure === 'shop-nonsense';
    exchange.failure = 'shop-nonsense';
    exchange.reason = messageOf(error);
    if (again || exchange.response.headersSent) cutOff(exchange);
    else fail(exchange, 'shop-nonsense', null);
  }

  function fail(exchange: Exchange, failure: FailureName, host: string | null): void {
    exchange.failure ??= failure;
    const asked = corsRequestOf(exchange.request);
    const isForApp = host === site.hosts.app;
    const cors = isForApp && isApiPath(exchange.path) ? corsHeaders(asked, apexOrigin) : {};
    if (isForApp && isShopFailure(failure) && isPreflight(asked)) {
      // The page's script shall read the 503 of its call itself, not a failed preflight.
      return send(exchange, { status: 204, headers: cors, body: null });
    }
    const answer = errorAnswer(failure, {
      path: exchange.path,
      requestId: exchange.id,
      repeatable: isSafe(exchange.request.method ?? ''),
    });
    // Who sends too slowly, or too much, isn't waited for.
    const cut = failure === 'client-too-slow' || failure === 'too-many-requests';
    const http1 = exchange.request.httpVersionMajor < 2;
    const ending = http1 && (endsConnection(failure) || (cut && !wasReceivedWhole(exchange)));
    send(exchange, { ...answer, headers: { ...answer.headers, ...cors, ...(ending ? { connection: 'close' } : {}) } });
  }

  return {
    send,
    ownHeaders,
    fail,
    failWith(exchange, error, host) {
      exchange.reason = error.message;
      fail(exchange, failureOfError(error), host);
    },
  };
}
