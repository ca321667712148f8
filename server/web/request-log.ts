/** A request's id, and one line when it has ended. The query stays out of the log: it can carry a signed link. */
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { loggedPath } from '../http/logged-path';
import type { Logger } from '../process/logger';

const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

export function createRequestLog(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = process.hrtime.bigint();
    const given = request.get('x-request-id');
    // Only the edge talks to this process; what isn't of its form came another way.
    const id = given && REQUEST_ID.test(given) ? given : randomUUID();
    response.locals['requestId'] = id;
    response.on('close', () => {
      const ms = Number(process.hrtime.bigint() - startedAt) / 1e6;
      const line = {
        id,
        method: request.method,
        path: loggedPath(pathOf(request.originalUrl)),
        status: response.statusCode,
        ms,
      };
      logger.info(line, 'request');
    });
    next();
  };
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;
