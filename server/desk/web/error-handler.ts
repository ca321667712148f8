import type { ErrorRequestHandler } from 'express';
import { createPageErrorHandler } from '../../web/error-handler';
import type { DeskContext } from '../services';
import { localeOfBrowser } from './locale';
import { signedOutLocals } from './signed-out-page';

declare module '../../web/page' {
  interface Views {
    'desk/error': ErrorModel;
  }
}

export const createDeskErrorHandler = (context: DeskContext): ErrorRequestHandler =>
  createPageErrorHandler({
    logger: context.logger,
    view: 'desk/error',
    dress(request, { locals }) {
      const locale = locals.locale ?? localeOfBrowser(request.get('accept-language'));
      Object.assign(locals, signedOutLocals(context, locale));
    },
  });
