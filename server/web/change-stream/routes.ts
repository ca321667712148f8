/** `/internal/purges`: for the edge on this machine. For everybody else, and for any other method, there is no such address. */
import type { RequestHandler } from 'express';
import { isLocalPeer } from './local-peer';
import { createStream, type Stream } from './stream';

const ADDRESS = '/internal/purges';

export interface Changes {
  /** @returns how to stop following; null when no change is heard of at the moment */
  follow(stream: Stream): (() => void) | null;
}

export function createChangeStreamRoutes(changes: Changes): RequestHandler {
  return (request, response, next) => {
    if (request.url !== ADDRESS || request.method !== 'GET' || !isLocalPeer(request)) return next();
    const stream = createStream(response);
    const stop = changes.follow(stream);
    if (stop) {
      response.on('close', stop);
      stream.open();
    } else {
      response.set({ 'Cache-Control': 'no-store', 'Retry-After': '1' }).status(503);
      response.json({ status: 'not-listening' });
    }
  };
}
