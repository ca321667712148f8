/** What Postgres can't hold: a path or a body with it is refused, in a query it reads as something illegible. */
import { parse, type ParsedUrlQuery } from 'node:querystring';
import type { Request, RequestHandler } from 'express';
import { AppError } from '../process/errors';
import { isStorable } from '../values/text';

/** As a decoder writes it in the place of bytes that are no UTF-8. */
const ILLEGIBLE = '\uFFFD';

/** For `query parser`: nonsense in an address counts as nothing, and is no fault. */
export const parseQuery = (query: string | null): ParsedUrlQuery =>
  parse((query ?? '').replaceAll('%00', encodeURIComponent(ILLEGIBLE)));

/** There is no such page: Express would hand the sign on as a parameter. */
export const refuseUnstorablePath: RequestHandler = (request, _response, next) =>
  next(request.path.includes('%00') ? new AppError('not-found') : undefined);

export const refuseUnstorableBody: RequestHandler = (request, _response, next) =>
  next(textsIn(request).every(isStorable) ? undefined : new AppError('bad-request'));

function textsIn({ body, file }: Request): string[] {
  const texts = file ? [file.originalname] : [];
  const left: unknown[] = [body];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') texts.push(value);
    else if (Array.isArray(value)) left.push(...(value as unknown[]));
    else if (typeof value === 'object' && value !== null) left.push(...(Object.entries(value) as unknown[]));
  }
  return texts;
}
