/** `/internal/purges`: for the edge on this machine. For everybody else, and for any other method, there is no such address. */
import type { RequestHandler } from 'express';
import { isLocalPeer } from './local-peer';
import type { Purges } from '../../store/change-feed/service';

const ADDRESS = '/internal/purges';

export function createPurgeRoutes(purges: Purges): RequestHandler {
  return (request, response, next) => {
    if (request.url !== ADDRESS || request.method !== 'GET' || !isLocalPeer(request)) next();
    else if (!purges.follow(response)) {
      response.set({ 'Cache-Control': 'no-store', 'Retry-After': '1' }).status(503);
      response.json({ status: 'not-listening' });
    }
  };
}
