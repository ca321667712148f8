/** The requests whose answers have not ended, from the moment they arrive until they are in the access log. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccessLog } from './access-log';
import type { Connection, Connections } from './connections';
import { createExchange, hasBody, isHttp2Request, wasReceivedWhole, type Exchange } from './exchange';
import { endsConnection } from './failures';

export interface OpenExchanges {
  /** For who answers at once and calls `end` himself. @returns null where the connection is gone, or has its fill */
  beginShort(request: IncomingMessage, response: ServerResponse, authority: string): Exchange | null;
  /** Until its response closes. Does nothing on a connection that is at its end. */
  begin(request: IncomingMessage, response: ServerResponse, authority: string): void;
  end(exchange: Exchange): void;
  of(request: IncomingMessage): Exchange | undefined;
  /** The latest request that came on it, also when it has ended. */
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
  /** Requests that one HTTP/1.1 connection may have on their way at once. */
  readonly pipelined: number;
  readonly nowMs: () => number;
}): OpenExchanges {
  const { connections, accessLog, newRequestId, pipelined, nowMs } = options;
  const byRequest = new WeakMap<IncomingMessage, Exchange>();
  const latest = new WeakMap<Connection, Exchange>();
  const open = new Set<Exchange>();

  function connectionOf(request: IncomingMessage): Connection | undefined {
    const carrier = isHttp2Request(request) ? request.stream.session : request.socket;
    return carrier && connections.of(carrier);
  }

  function start(
    connection: Connection,
    request: IncomingMessage,
    response: ServerResponse,
    authority: string,
  ): Exchange {
    const facts = { connection, id: newRequestId(), authority, startedAtMs: nowMs() };
    const exchange = createExchange(request, response, facts);
    connection.active += 1;
    latest.set(connection, exchange);
    if (!connection.proven && !hasBody(request)) connections.prove(connection);
    open.add(exchange);
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
    beginShort(request, response, authority) {
      const connection = connectionOf(request);
      if (!connection || (connection.session === null && connection.active >= pipelined)) return null;
      return start(connection, request, response, authority);
    },
    begin(request, response, authority) {
      const connection = connectionOf(request);
      // Gone before its first request was read.
      if (!connection) return void response.destroy();
      if (connection.session === null && endsConnection(latest.get(connection)?.failure ?? null)) return;
      const exchange = start(connection, request, response, authority);
      byRequest.set(request, exchange);
      response.once('close', () => end(exchange));
    },
    end,
    of: (request) => byRequest.get(request),
    latestOn: (connection) => latest.get(connection) ?? null,
    isOneTooMany: ({ connection }) => connection.session === null && connection.active > pipelined,
    open,
    forget: (exchange) => void open.delete(exchange),
  };
}
