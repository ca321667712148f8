/** `/healthz`: this process lives. `/readyz`: it can do its work. Asked on loopback by the edge, pm2 and deploys. */
import { Router } from 'express';
import type { ShopContext } from '../context';

export function createHealthRoutes(context: ShopContext): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok', process: 'shop', release: context.config.release });
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
