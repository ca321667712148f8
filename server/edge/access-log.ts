/** One JSON line a request, written when its answer has ended, whoever answered. */
import { constants } from 'node:http2';
import type { Logger } from '../process/logger';
import { isHttp2Response, type Exchange } from './exchange';
import { FAILURES } from './failures';

/** A name nobody should be able to fill the log with. */
const MAX_LOGGED = 200;

/** Node's HTTP/2 response calls itself finished also when its stream was reset. */
function wasSentWhole({ response }: Exchange): boolean {
  if (isHttp2Response(response))
    return !response.stream.aborted && response.stream.rstCode === constants.NGHTTP2_NO_ERROR;
  return response.writableFinished;
}

export function logWhenEnded(exchange: Exchange, logger: Logger, nowMs: () => number): void {
  const { request, response } = exchange;
  response.once('close', () => {
    exchange.ended = true;
    if (!wasSentWhole(exchange)) exchange.failure ??= 'client-gone';
    const gone = exchange.failure === 'client-gone';
    logger.info(
      {
        id: exchange.id,
        host: exchange.authority.slice(0, MAX_LOGGED),
        method: request.method,
        path: exchange.path.slice(0, MAX_LOGGED),
        status: gone ? FAILURES['client-gone'].status : response.statusCode,
        upstream: exchange.upstreamStatus ?? '-',
        failure: exchange.failure ?? '-',
        cache: exchange.cache ?? '-',
        ...(exchange.reason === null ? {} : { reason: exchange.reason }),
        bytes: exchange.bytes,
        tls: exchange.tlsVersion ?? '-',
        protocol: `HTTP/${request.httpVersion}`,
        ms: Math.round((nowMs() - exchange.startedAtMs) * 10) / 10,
      },
      'request',
    );
  });
}
