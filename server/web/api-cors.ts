import type { Request, RequestHandler } from 'express';
import { corsHeaders, isPreflight, type CorsRequest } from '../http/cors';

export const corsRequestOf = (request: Request): CorsRequest => ({
  method: request.method,
  origin: request.get('origin') ?? null,
  requestMethod: request.get('access-control-request-method') ?? null,
  requestHeaders: request.get('access-control-request-headers') ?? null,
});

export function createApiCors(apexOrigin: string): RequestHandler {
  return (request, response, next) => {
    const asked = corsRequestOf(request);
    const { vary, ...headers } = corsHeaders(asked, apexOrigin);
    if (vary) response.vary(vary);
    response.set(headers);
    if (isPreflight(asked)) response.status(204).end();
    else next();
  };
}
