/** What comes after a request's head. Every body is read here, with a bound, so that one rule judges all of them. */
import express, { type RequestHandler } from 'express';
import multer from 'multer';
import { AppError } from '../process/errors';
import { refuseUnstorableBody } from './storable';

export function formBody(limits: { readonly bytes: string; readonly fields: number }): readonly RequestHandler[] {
  const { bytes: limit, fields: parameterLimit } = limits;
  return [express.urlencoded({ extended: false, limit, parameterLimit }), refuseUnstorableBody];
}

export const jsonBody = (limits: { readonly bytes: string }): readonly RequestHandler[] => [
  express.json({ limit: limits.bytes }),
  refuseUnstorableBody,
];

/** A form with one file, in the field `file`. Larger than that many bytes: 413 before it is read on. */
export function fileBody(maxBytes: number): readonly RequestHandler[] {
  const limits = { fileSize: maxBytes, files: 1, fields: 50, fieldSize: 10_000, parts: 60 };
  const read = multer({ storage: multer.memoryStorage(), limits }).single('file');
  const readOrRefuse: RequestHandler = (request, response, next) => {
    void read(request, response, (error?: unknown) => {
      // What multer's own parser can't read comes as a plain error; memory fails in no other way.
      const isTooLarge = error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE';
      next(error ? new AppError(isTooLarge ? 'too-large' : 'bad-request', { cause: error }) : undefined);
    });
  };
  return [readOrRefuse, refuseUnstorableBody];
}
