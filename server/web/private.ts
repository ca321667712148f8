/** Private answers are never stored by anybody. */
import type { RequestHandler } from 'express';

export const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'private, no-store');
  next();
};
