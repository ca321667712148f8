/** Public pages are the same for everybody, so their forms carry no token: unsafe requests are judged by origin. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { AppError } from '../process/errors';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** By `Sec-Fetch-Site`, else by `Origin`; neither: no. @param allowed the host's own, and what a contract adds */
export function isFromOurPages(
  headers: { readonly fetchSite: string | undefined; readonly origin: string | undefined },
  allowed: readonly string[],
): boolean {
  const isAllowed = headers.origin !== undefined && allowed.includes(headers.origin);
  if (headers.fetchSite === 'same-origin') return true;
  // Of the same site: other hosts may be somebody else's, and what breaks into one of ours stays there.
  return (headers.fetchSite === 'same-site' || headers.fetchSite === undefined) && isAllowed;
}

export function createOriginCheck(...allowed: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    const headers = { fetchSite: request.get('sec-fetch-site'), origin: request.get('origin') };
    if (SAFE_METHODS.has(request.method) || isFromOurPages(headers, allowed)) next();
    else next(new AppError('cross-site'));
  };
}

/** Carried by forms on private pages as `form_token`. */
export const formTokenOf = (request: Request): string =>
  (request.session.formToken ??= randomBytes(24).toString('base64url'));

export function hasFormToken(request: Request): boolean {
  const body: unknown = request.body;
  const sent = typeof body === 'object' && body !== null && 'form_token' in body ? body.form_token : undefined;
  const expected = request.session.formToken;
  return typeof sent === 'string' && expected !== undefined && isSame(sent, expected);
}

export const requireFormToken: RequestHandler = (request, _response, next) =>
  next(hasFormToken(request) ? undefined : new AppError('stale-form'));

function isSame(sent: string, expected: string): boolean {
  const a = Buffer.from(sent);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
