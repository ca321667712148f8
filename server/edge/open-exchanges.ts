/** The requests whose answers have not ended, from the moment they arrive until they are in the access log. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccessLog } from './access-log';
import { targetOf } from './authority';
import type { Connection, Connections } from './connections';
import { Exchange, hasBody, isHttp2Request, wasReceivedWhole } from './exchange';
import { endsConnection } from './failures';
import type { Look } from './looks';

export interface OpenExchanges {
  /** Every request becomes an exchange; what asks for it in absolute form is rewritten. */
  readonly arrival: Look;
  /** Until its response closes. @returns null on a connection that is gone, or at its end */
  begin(request: IncomingMessage, response: ServerResponse, authority: string): Exchange | null;
  of(request: IncomingMessage): Exchange | undefined;
  latestOn(connection: Connection): Exchange | null;
  /** HTTP/1.1: more requests on their way at once than may be. */
  isOneTooMany(exchange: Exchange): boolean;
  readonly open: ReadonlySet<Exchange>;
  forget(exchange: Exchange): void;
}

export function createOpenExchanges(options: {
  readonly connections: Connections;
  readonly accessLog: AccessLog;
  readonly newRequestId: () => string;
  readonly pipelined: number;
  readonly nowMs: () => number;
}): OpenExchanges {
  const { connections, accessLog, newRequestId, pipelined, nowMs } = options;
  const byRequest = new WeakMap<IncomingMessage, Exchange>();
  const latest = new WeakMap<Connection, Exchange>();
  const open = new Set<Exchange>();

  function begin(request: IncomingMessage, response: ServerResponse, authority: string): Exchange | null {
    const carrier = isHttp2Request(request) ? request.stream.session : request.socket;
    const connection = carrier && connections.of(carrier);
    if (!connection) {
      // Gone before its first request was read.
      response.destroy();
      return null;
    }
    if (connection.session === null && endsConnection(latest.get(connection)?.failure ?? null)) return null;
    const exchange = new Exchange(request, response, connection, newRequestId(), authority, nowMs());
    connection.active += 1;
    latest.set(connection, exchange);
    if (!connection.proven && !hasBody(request)) connections.prove(connection);
    open.add(exchange);
    response.once('close', () => end(exchange));
    return exchange;
  }

  function end(exchange: Exchange): void {
    const { connection } = exchange;
    exchange.ended = true;
    exchange.abandon?.();
    exchange.abandon = null;
    connection.active -= 1;
    connection.lastUsedAtMs = nowMs();
    if (wasReceivedWhole(exchange)) {
      open.delete(exchange);
      if (!connection.proven) connections.prove(connection);
    }
    accessLog.write(exchange);
  }

  return {
    arrival: {
      request: (next) => (request, response) => {
        const { authority, url } = targetOf(request);
        request.url = url;
        const exchange = begin(request, response, authority);
        if (!exchange) return;
        byRequest.set(request, exchange);
        next(request, response);
      },
    },
    begin,
    of: (request) => byRequest.get(request),
    latestOn: (connection) => latest.get(connection) ?? null,
    isOneTooMany: ({ connection }) => connection.session === null && connection.active > pipelined,
    open,
    forget: (exchange) => void open.delete(exchange),
  };
}
