/** What went wrong, in the desk's own frame; without one where nobody is signed in. */
import type { ErrorRequestHandler } from 'express';
import { asAppError, reportError } from '../../web/error-handler';
import { renderPage } from '../../web/page';
import type { DeskContext } from '../services';
import { translateTo } from '../texts';
import { localeOfBrowser } from './locale';

export function createDeskErrorHandler(context: DeskContext): ErrorRequestHandler {
  const { logger, assets, config } = context;
  return async (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    const error = asAppError(thrown);
    reportError(response, error, { logger });
    const locale = response.locals.locale ?? localeOfBrowser(request.get('accept-language'));
    Object.assign(response.locals, {
      locale,
      text: translateTo(locale),
      asset: (name: string) => assets.url(name),
      shopOrigin: config.origins.apex,
    });
    try {
      await renderPage(response, 'desk/error', { code: error.code, requestId: response.locals.requestId ?? '' });
    } catch (renderError) {
      logger.error({ err: renderError, id: response.locals.requestId }, 'error page failed');
      response.type('text').send(`${error.status} ${error.code} ${response.locals.requestId ?? ''}\n`);
    }
  };
}
