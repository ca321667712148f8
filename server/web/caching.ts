/** Private answers are stored by nobody. The edge keeps public pages until a group of theirs changes; browsers ask. */
import type { Request, RequestHandler, Response } from 'express';
import { publicAddress } from '../http/public-pages';

const FOR_BROWSERS = 'public, max-age=0, must-revalidate';
/** RFC 9213. The age is a bound for the case that a purge was missed. */
const FOR_EDGE = 'max-age=600, stale-while-revalidate=60, stale-if-error=86400';
const MISSING_FOR_EDGE = 'max-age=10';

declare module 'express-serve-static-core' {
  interface Locals {
    /** In its normal form. Set where the answer may be kept. */
    publicAddress?: string;
  }
}

/** `request.url` becomes its normal form, so that the page can't depend on what the edge leaves out of its key. */
export const readPublicAddress: RequestHandler = (request, response, next) => {
  const address = request.method === 'GET' || request.method === 'HEAD' ? publicAddress(request.originalUrl) : null;
  if (address !== null) {
    response.locals.publicAddress = address;
    request.url = withoutLanguage(address, request);
  }
  next();
};

function withoutLanguage(address: string, { baseUrl }: Request): string {
  const rest = address.slice(baseUrl.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

export const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'private, no-store');
  next();
};

/** Marks a route as public. An address of it that the edge doesn't know as such is nobody's to keep. */
export const sharedPage: RequestHandler = (request, response, next) => {
  if (response.locals.publicAddress === undefined) noStore(request, response, next);
  else {
    response.set('Cache-Control', FOR_BROWSERS);
    next();
  }
};

export function keepUntilPurged(response: Response, groups: readonly string[]): void {
  setForEdge(response, FOR_EDGE, groups);
}

/** Kept for a moment, so that nobody can have us look for it a thousand times a second. */
export function keepMissing(response: Response, groups: readonly string[]): void {
  response.set('Cache-Control', FOR_BROWSERS);
  setForEdge(response, MISSING_FOR_EDGE, groups);
}

export function keepNothing(response: Response): void {
  response.removeHeader('CDN-Cache-Control');
  response.removeHeader('Cache-Groups');
  response.set('Cache-Control', 'no-store');
}

function setForEdge(response: Response, cacheControl: string, groups: readonly string[]): void {
  if (response.locals.publicAddress === undefined) return;
  response.set({
    'CDN-Cache-Control': cacheControl,
    'Cache-Groups': groups.map((group) => JSON.stringify(group)).join(', '),
  });
}
