/**
 * Cross-site request forgery. Public pages are the same bytes for everybody, so their forms can carry no token: every
 * unsafe request is judged by where the browser says it comes from. Forms on private pages carry a session token too.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { AppError } from '../process/errors';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Pure: may this unsafe request be served, judged by `Sec-Fetch-Site`, else by `Origin`? Neither present: no.
 * @param allowed the origins that may ask: the host's own, and what a contract adds
 */
export function isFromOurPages(
  headers: { readonly fetchSite: string | undefined; readonly origin: string | undefined },
  allowed: readonly string[],
): boolean {
  const isAllowed = headers.origin !== undefined && allowed.includes(headers.origin);
  switch (headers.fetchSite) {
    case 'same-origin':
      return true;
    case 'same-site':
      // Other hosts below the domain may belong to somebody else, and what breaks into one of ours stays there.
      return isAllowed;
    case undefined:
      return isAllowed;
    default:
      return false;
  }
}

export function createOriginCheck(...allowed: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    const headers = { fetchSite: request.get('sec-fetch-site'), origin: request.get('origin') };
    if (SAFE_METHODS.has(request.method) || isFromOurPages(headers, allowed)) next();
    else next(new AppError('cross-site'));
  };
}

/** The token that forms on this visitor's private pages carry as `form_token`. Made on first use. */
export function formTokenOf(request: Request): string {
  return (request.session.formToken ??= randomBytes(24).toString('base64url'));
}

/** For routes that only make sense within a session: its token must come back. */
export const requireFormToken: RequestHandler = (request, _response, next) => {
  const body: unknown = request.body;
  const sent = typeof body === 'object' && body !== null && 'form_token' in body ? body.form_token : undefined;
  const expected = request.session.formToken;
  if (typeof sent === 'string' && expected !== undefined && isSame(sent, expected)) next();
  else next(new AppError('stale-form'));
};

function isSame(sent: string, expected: string): boolean {
  const a = Buffer.from(sent);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
