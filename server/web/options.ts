/** Express itself would answer OPTIONS with each route's methods, and so tell which there are, the desk's too. */
import type { RequestHandler } from 'express';
import { isApiPath, isPreflight } from '../http/cors';
import { corsRequestOf } from './api-cors';

/** Of the shop as a whole: the same, whatever is asked for. */
const ALLOW = 'GET, HEAD, POST';

export function createOptionsAnswer(appHost: string): RequestHandler {
  return (request, response, next) => {
    const isTheApis = request.hostname === appHost && isApiPath(request.path) && isPreflight(corsRequestOf(request));
    if (request.method !== 'OPTIONS' || isTheApis) return next();
    response.set({ Allow: ALLOW, 'Cache-Control': 'no-store' }).status(405).type('text').send('405 OPTIONS\n');
  };
}
