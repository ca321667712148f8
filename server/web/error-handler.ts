import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Locale } from '../i18n/locale';
import { AppError } from '../process/errors';
import type { Logger } from '../process/logger';
import { keepMissing, keepNothing } from './caching';
import { renderPage, type ErrorModel, type Views } from './page';
import { translateTo } from './texts';

/** Express and its body parsers give errors an HTTP status; those below 500 are the client's doing. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (status === 413) return new AppError('too-large', { cause: error });
  if (status === 404) return new AppError('not-found', { cause: error });
  if (typeof status === 'number' && status >= 400 && status < 500) return new AppError('bad-request', { cause: error });
  return new AppError('internal', { cause: error });
}

export const notFound: RequestHandler = (_request, _response, next) => next(new AppError('not-found'));

/** @param missing the groups of a page that isn't there: one that appears is shown at once */
export function reportError(
  response: Response,
  error: AppError,
  { logger, missing = [] }: { readonly logger: Logger; readonly missing?: readonly string[] },
): void {
  const details = { id: response.locals.requestId, code: error.code, err: error.cause };
  if (error.status >= 500) logger.error(details, 'request failed');
  else logger.debug({ id: response.locals.requestId, code: error.code }, 'request refused');
  keepNothing(response);
  response.status(error.status);
  if (error.status === 404 && response.locals.publicAddress !== undefined) keepMissing(response, missing);
  if (error.retryAfterSeconds !== null) response.set('Retry-After', String(error.retryAfterSeconds));
}

interface ErrorPages {
  readonly logger: Logger;
  readonly missing?: readonly string[];
  readonly view: { [View in keyof Views]: Views[View] extends ErrorModel ? View : never }[keyof Views];
  /** Before it is drawn, where nothing else has. */
  readonly dress?: (request: Request, response: Response) => void;
}

export function createPageErrorHandler({ logger, missing = [], view, dress }: ErrorPages): ErrorRequestHandler {
  return async (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    const error = asAppError(thrown);
    reportError(response, error, { logger, missing });
    dress?.(request, response);
    try {
      const requestId = response.locals.requestId ?? '';
      await renderPage(response, view, { code: error.code, requestId, isOurs: error.status >= 500 });
    } catch (renderError) {
      // The page itself is broken, or was asked for before a language was known: say it plainly.
      logger.error({ err: renderError, id: response.locals.requestId }, 'error page failed');
      response.type('text').send(`${error.status} ${error.code} ${response.locals.requestId ?? ''}\n`);
    }
  };
}

/** The language of the API's messages: a script asks for its page's with `Accept-Language`. */
export const apiLocaleOf = (request: Request): Locale => (request.acceptsLanguages('ko', 'en') === 'en' ? 'en' : 'ko');

export function createApiErrorHandler(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    const error = asAppError(thrown);
    reportError(response, error, { logger });
    const message = translateTo(apiLocaleOf(request))(`errors:${error.code}.title`);
    response.json({ error: { code: error.code, message, requestId: response.locals.requestId } });
  };
}
