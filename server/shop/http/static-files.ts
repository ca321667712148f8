/** Files whose names carry their content's hash: cached for good, by anybody. */
import express, { type RequestHandler } from 'express';

const ONE_YEAR_MS = 365 * 24 * 60 * 60 * 1000;

export function createImmutableFiles(directory: string): RequestHandler {
  return express.static(directory, {
    immutable: true,
    maxAge: ONE_YEAR_MS,
    index: false,
    redirect: false,
    etag: false,
  });
}
