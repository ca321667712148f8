/** `/internal/purges`: for the edge on this machine; for everybody else there is no such address. */
import { Router } from 'express';
import { isLocalPeer } from './local-peer';
import type { Purges } from './service';

export function createPurgeRoutes(purges: Purges): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router.get('/internal/purges', (request, response, next) => {
    if (request.method !== 'GET' || !isLocalPeer(request)) next();
    else if (!purges.follow(response)) {
      response.set({ 'Cache-Control': 'no-store', 'Retry-After': '1' }).status(503);
      response.json({ status: 'not-listening' });
    }
  });
  return router;
}
