/** Files whose names carry their content's hash: cached for good, by anybody. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import express, { Router, type Request, type RequestHandler } from 'express';
import { chooseEncoding } from '../http/accept-encoding';

const FOR_GOOD = 'public, max-age=31536000, immutable';
/** As the build writes them beside a file, the smallest first. */
const ENCODINGS = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
] as const;

/** One answer a file: no part of it, and no time of its making, which differs from release to release. */
const SENDING = { acceptRanges: false, cacheControl: false, etag: false, lastModified: false } as const;

const isRead = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

/** Plain words: whoever asks for a picture can't read a page. Not kept, for a newer release may know the file. */
const missing: RequestHandler = (_request, response) => {
  response.set('Cache-Control', 'no-store').status(404).type('text').send('There is no such file.\n');
};

const refuse: RequestHandler = (request, response, next) => {
  for (const name of ['Content-Encoding', 'Content-Length', 'ETag', 'Vary']) response.removeHeader(name);
  missing(request, response, next);
};

export function createPictureFiles(directory: string): RequestHandler {
  const files = express.static(directory, {
    ...SENDING,
    index: false,
    redirect: false,
    setHeaders(response, file) {
      response.setHeader('Cache-Control', FOR_GOOD);
      response.setHeader('ETag', `"${path.basename(file)}"`);
    },
  });
  return Router().use(files, missing);
}

/** Compressed ones are answered in what the client takes, and have no address of their own. */
export function createAssetFiles(directory: string): RequestHandler {
  const present = new Set(readdirSync(directory));
  const encodings = new Map(
    Array.from(present, (file) => [file, ENCODINGS.filter(({ extension }) => present.has(file + extension))] as const),
  );
  const ownNames = Array.from(present).filter(
    (file) =>
      !ENCODINGS.some(({ extension }) => file.endsWith(extension) && present.has(file.slice(0, -extension.length))),
  );
  const known = new Set(ownNames);

  return (request, response, next) => {
    const file = request.path.slice(1);
    if (!known.has(file) || !isRead(request)) return missing(request, response, next);
    const offered = encodings.get(file) ?? [];
    if (offered.length > 0) response.vary('Accept-Encoding');
    const chosen = chooseEncoding(
      request.get('accept-encoding'),
      offered.map(({ name }) => name),
    );
    const encoding = offered.find(({ name }) => name === chosen);
    const sent = file + (encoding?.extension ?? '');
    response.set({ 'Cache-Control': FOR_GOOD, ETag: `"${sent}"` }).type(path.extname(file));
    if (encoding) response.set('Content-Encoding', encoding.name);
    response.sendFile(sent, { ...SENDING, root: directory, dotfiles: 'deny' }, (error) => {
      // Gone since the start, as when somebody builds in the directory of a running shop.
      if (error && !response.headersSent) refuse(request, response, next);
    });
  };
}
