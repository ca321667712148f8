/** What Node's parsers refuse gets one short classified answer and one line in the access log, not a bare reset. */
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Http2SecureServer, ServerHttp2Session } from 'node:http2';
import type { Duplex } from 'node:stream';
import { errorCode } from '../process/error-code';
import type { AccessLog } from './access-log';
import type { Connections } from './connections';
import { wasReceivedWhole, type Exchange } from './exchange';
import { answerExpectations } from './expectations';
import { FAILURES, type FailureName } from './failures';
import { allowOf } from './methods';
import type { OpenExchanges } from './open-exchanges';
import type { OwnAnswers } from './own-answers';

/** Two digits and a dot that nobody speaks here; whatever else is wrong with a version, or follows it, is no version. */
function isOfAnotherVersion(error: Error): boolean {
  const code = errorCode(error);
  // The preface of HTTP/2, where it was not agreed on.
  if (code === 'HPE_PAUSED_H2_UPGRADE') return true;
  return code === 'HPE_INVALID_VERSION' && 'reason' in error && error.reason === 'Invalid HTTP version';
}

/** null: no fault of a request; the connection is gone, or it never was HTTP. */
export function failureOfParser(error: Error): FailureName | null {
  const code = errorCode(error);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'client-too-slow';
  if (code === 'HPE_HEADER_OVERFLOW') return 'head-too-large';
  if (isOfAnotherVersion(error)) return 'version-not-supported';
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 'body-too-large';
  if (code === 'HPE_INVALID_EOF_STATE') return null;
  return code.startsWith('HPE_') ? 'malformed' : null;
}

function shortAnswer(failure: FailureName, id: string): { readonly text: string; readonly bytes: number } {
  const { status } = FAILURES[failure];
  const body = `${status} ${failure} ${id}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: text/plain; charset=utf-8',
    `content-length: ${body.length}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    `x-request-id: ${id}`,
    'connection: close',
    ...(status === 405 ? [`allow: ${allowOf('*')}`] : []),
  ];
  return { text: `${head.join('\r\n')}\r\n\r\n${body}`, bytes: body.length };
}

/** The rest of what comes on a connection whose framing is lost means nothing. */
const LAST_WORDS_MS = 1_000;

export function answerBadRequests(options: {
  readonly servers: { readonly http: Server; readonly https: Http2SecureServer };
  readonly connections: Pick<Connections, 'of'>;
  readonly exchanges: Pick<OpenExchanges, 'begin' | 'latestOn'>;
  readonly accessLog: Pick<AccessLog, 'writeBadRequest'>;
  readonly newRequestId: () => string;
  readonly own: Pick<OwnAnswers, 'fail'>;
}): void {
  const { connections, exchanges, accessLog, newRequestId, own } = options;

  /** Whatever more they send is read and ignored until they are gone. */
  const refused = new WeakSet<Duplex>();

  function endSoon(socket: Duplex): void {
    refused.add(socket);
    socket.on('error', () => undefined);
    setTimeout(() => socket.destroy(), LAST_WORDS_MS).unref();
  }

  function refuse(socket: Duplex, failure: FailureName, reason: string): void {
    const connection = connections.of(socket);
    if (!connection) return void socket.destroy();
    const id = newRequestId();
    const { text, bytes } = shortAnswer(failure, id);
    endSoon(socket);
    socket.end(text);
    accessLog.writeBadRequest({ id, connection, failure, reason, bytes });
  }

  /** A body that went bad half-way: its request is known, and may still be answered. */
  function refuseBody(socket: Duplex, exchange: Exchange, failure: FailureName, reason: string): void {
    exchange.failure ??= failure;
    exchange.reason ??= reason;
    // An answer that has begun can't be taken back; one that is whole may still leave.
    if (exchange.response.headersSent && !exchange.response.writableEnded) return void socket.destroy();
    endSoon(socket);
    own.fail(exchange, failure, null);
    exchange.abandon?.();
  }

  /** What follows a request and is none must not cost that one its answer; nothing may come between its parts either. */
  function endAfter(socket: Duplex, { response }: Exchange): void {
    refused.add(socket);
    response.once('close', () => {
      endSoon(socket);
      socket.end();
    });
  }

  function onClientError(error: Error, socket: Duplex): void {
    if (refused.has(socket)) return;
    const failure = failureOfParser(error);
    const connection = connections.of(socket);
    if (failure === null || !connection || !socket.writable) return void socket.destroy();
    const latest = exchanges.latestOn(connection);
    const reason = errorCode(error);
    const halfBody = latest !== null && !wasReceivedWhole(latest);
    if (connection.active === 0 && !halfBody) refuse(socket, failure, reason);
    else if (connection.active === 1 && halfBody) refuseBody(socket, latest, failure, reason);
    else if (latest !== null && !halfBody) endAfter(socket, latest);
    else socket.destroy();
  }

  function onConnect(request: IncomingMessage, carrier: Duplex | ServerResponse): void {
    // HTTP/2 hands over a response, HTTP/1.1 the bare socket.
    if ('statusCode' in carrier) refuseRequest(request, carrier, 'method-not-allowed');
    else refuse(carrier, 'method-not-allowed', 'CONNECT');
  }

  function refuseRequest(request: IncomingMessage, response: ServerResponse, failure: FailureName): void {
    const exchange = exchanges.begin(request, response, request.headers.host ?? '');
    if (exchange) own.fail(exchange, failure, null);
  }

  // A whole session that broke the protocol. Of a single stream nghttp2 says nothing: it is reset and that is all.
  options.servers.https.on('sessionError', (error: Error, session: ServerHttp2Session) => {
    const connection = connections.of(session);
    if (!connection || !errorCode(error).startsWith('ERR_HTTP2_')) return;
    accessLog.writeBadRequest({
      id: newRequestId(),
      connection,
      failure: 'malformed',
      reason: error.message,
      bytes: 0,
    });
  });

  for (const server of [options.servers.http, options.servers.https]) {
    server.on('clientError', onClientError);
    server.on('connect', onConnect);
    answerExpectations(server, (request, response) => refuseRequest(request, response, 'expectation-failed'));
  }
}
