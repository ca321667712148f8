/** Asked on loopback by the edge and by deploys, which tell one worker of the port from the next by its id. */
import { Router } from 'express';
import type { WebContext } from './context';

export function createHealthRoutes(context: WebContext): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    const { release } = context.config;
    response.set('Cache-Control', 'no-store').json({ status: 'ok', process: 'shop', release, pid: process.pid });
  });
  router.get('/readyz', async (_request, response) => {
    response.set('Cache-Control', 'no-store');
    try {
      await context.pool.query('select 1');
      response.json({ status: 'ready', database: 'ok' });
    } catch (error) {
      context.logger.warn({ err: error }, 'not ready');
      response.status(503).json({ status: 'not-ready', database: 'unreachable' });
    }
  });
  return router;
}
