/**
 * Cross-site request forgery. Public pages are the same bytes for everybody, so their forms can carry no token: every
 * unsafe request is judged by where the browser says it comes from. Forms on private pages carry a session token too.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Origins } from '../config/origins';
import { AppError } from '../process/errors';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Pure: may this unsafe request be served, judged by `Sec-Fetch-Site`, else by `Origin`? Neither present: no. */
export function isFromOurPages(
  headers: { readonly fetchSite: string | undefined; readonly origin: string | undefined },
  origins: Origins,
): boolean {
  const ours = headers.origin === origins.apex || headers.origin === origins.app;
  switch (headers.fetchSite) {
    case 'same-origin':
      return true;
    case 'same-site':
      // Other hosts below the domain may belong to somebody else: only our own two origins count.
      return ours;
    case undefined:
      return ours;
    default:
      return false;
  }
}

export function createOriginCheck(origins: Origins): RequestHandler {
  return (request, _response, next) => {
    const headers = { fetchSite: request.get('sec-fetch-site'), origin: request.get('origin') };
    if (SAFE_METHODS.has(request.method) || isFromOurPages(headers, origins)) next();
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
