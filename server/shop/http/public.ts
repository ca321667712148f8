/** Public pages: the same bytes for everybody of one language, so caches may keep them and revalidate by ETag. */
import type { RequestHandler } from 'express';

const PUBLIC = 'public, max-age=0, s-maxage=60, stale-while-revalidate=600';

export const sharedPage: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', PUBLIC);
  next();
};
