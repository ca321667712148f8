/** What went wrong, in the desk's own frame; without one where nobody is signed in. */
import type { ErrorRequestHandler } from 'express';
import { asAppError, reportError } from '../../web/error-handler';
import { renderPage } from '../../web/page';
import type { DeskContext } from '../services';
import { localeOfBrowser } from './locale';
import { signedOutLocals } from './signed-out-page';

declare module '../../web/page' {
  interface Views {
    'desk/error': ErrorModel;
  }
}

export function createDeskErrorHandler(context: DeskContext): ErrorRequestHandler {
  const { logger } = context;
  return async (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    const error = asAppError(thrown);
    reportError(response, error, { logger });
    const locale = response.locals.locale ?? localeOfBrowser(request.get('accept-language'));
    Object.assign(response.locals, signedOutLocals(context, locale));
    try {
      await renderPage(response, 'desk/error', { code: error.code, requestId: response.locals.requestId ?? '' });
    } catch (renderError) {
      logger.error({ err: renderError, id: response.locals.requestId }, 'error page failed');
      response.type('text').send(`${error.status} ${error.code} ${response.locals.requestId ?? ''}\n`);
    }
  };
}
