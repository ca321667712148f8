/** What the compiler refuses to render: `npm run types` fails where one of it is no error. Nobody calls it. */
import type { Response } from 'express';
import type { Visit } from '../../../server/desk/web/visit';
import { renderPage } from '../../../server/web/page';

export const wrong = (response: Response, visit: Visit): unknown[] => [
  // @ts-expect-error no such view
  renderPage(response, 'errors/405', { code: 'internal', requestId: '', isOurs: false }),
  // @ts-expect-error without a model
  renderPage(response, 'errors/show'),
  // @ts-expect-error a field is missing
  renderPage(response, 'errors/show', { code: 'not-found' }),
  // @ts-expect-error a field that the view doesn't have
  renderPage(response, 'errors/show', { code: 'not-found', requestId: '', isOurs: false, words: '' }),
  renderPage(response, 'errors/show', { code: 'not-found', requestId: '', isOurs: false }),
  // @ts-expect-error a page of the storefront, at the desk
  visit.render('errors/show', { code: 'not-found', requestId: '', isOurs: false }),
];
