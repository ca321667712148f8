/** One JSON line a request, written when its answer has ended, whoever answered; `-` stands for what there was not. */
import { constants } from 'node:http2';
import { loggedPath } from '../http/logged-path';
import { createLineWriter, type Logger } from '../process/logger';
import type { Connection, Refusals } from './connections';
import { isHttp2Response, type Exchange } from './exchange';
import { FAILURES, type FailureName } from './failures';

const MAX_LOGGED = 200;

export interface AccessLog {
  write(exchange: Exchange): void;
  writeBadRequest(line: {
    readonly id: string;
    readonly connection: Connection;
    readonly failure: FailureName;
    readonly reason: string;
    readonly bytes: number;
  }): void;
  /** Of connections that were refused, together: a line for each would be what a flood is after. */
  writeRefusals(refusals: Refusals): void;
}

/** Node's HTTP/2 response calls itself finished also when its stream was reset. */
function wasSentWhole({ response }: Exchange): boolean {
  if (isHttp2Response(response))
    return !response.stream.aborted && response.stream.rstCode === constants.NGHTTP2_NO_ERROR;
  return response.writableFinished;
}

const tenths = (ms: number): number => Math.round(ms * 10) / 10;
const between = (from: number | null, to: number | null): string =>
  from === null || to === null ? '"-"' : String(tenths(to - from));
const cut = (text: string): string => (text.length > MAX_LOGGED ? text.slice(0, MAX_LOGGED) : text);

const PROTOCOLS = { 0: 'HTTP/1.0', 1: 'HTTP/1.1', 2: 'HTTP/2.0' } as const;

function protocolOf({ httpVersionMajor, httpVersionMinor }: Exchange['request']): string {
  return httpVersionMajor === 2 ? PROTOCOLS[2] : httpVersionMinor === 1 ? PROTOCOLS[1] : PROTOCOLS[0];
}

function fieldsOf(exchange: Exchange, endedAtMs: number): string {
  const { request, response, connection, failure, reason } = exchange;
  const status = failure === 'client-gone' ? FAILURES[failure].status : response.statusCode;
  return (
    `"id":"${exchange.id}","host":${JSON.stringify(exchange.authority === '' ? '-' : cut(exchange.authority))},` +
    `"method":${JSON.stringify(request.method ?? '-')},"path":${JSON.stringify(loggedPath(exchange.path))},"status":${status},` +
    `"upstream":${exchange.upstreamStatus ?? '"-"'},"failure":"${failure ?? '-'}",` +
    (reason === null ? '' : `"reason":${JSON.stringify(reason)},`) +
    `"cache":"${exchange.cache ?? '-'}","bytes":${exchange.bytes},"tls":"${connection.tlsVersion ?? '-'}",` +
    `"protocol":"${protocolOf(request)}","ms":${tenths(endedAtMs - exchange.startedAtMs)},` +
    `"queueMs":${between(exchange.queuedAtMs, exchange.sentAtMs)},"shopMs":${between(exchange.sentAtMs, exchange.answeredAtMs)}`
  );
}

export function createAccessLog(logger: Logger, nowMs: () => number): AccessLog {
  const lines = logger.child({}, { redact: [] });
  const writeLine = createLineWriter(logger, 'request');
  return {
    write(exchange) {
      if (!wasSentWhole(exchange)) exchange.failure ??= 'client-gone';
      writeLine(fieldsOf(exchange, nowMs()));
    },
    writeBadRequest({ id, connection, failure, reason, bytes }) {
      writeLine(
        `"id":"${id}","host":"-","method":"-","path":"-","status":${FAILURES[failure].status},"upstream":"-",` +
          `"failure":"${failure}","reason":${JSON.stringify(reason)},"cache":"-","bytes":${bytes},` +
          `"tls":"${connection.tlsVersion ?? '-'}","protocol":"${connection.session ? PROTOCOLS[2] : PROTOCOLS[1]}",` +
          `"ms":${tenths(nowMs() - connection.lastUsedAtMs)},"queueMs":"-","shopMs":"-"`,
      );
    },
    writeRefusals(refusals) {
      if (refusals.address + refusals.total + refusals.unproven === 0) return;
      lines.warn({ failure: 'too-many-connections' satisfies FailureName, ...refusals }, 'connections refused');
    },
  };
}
