/**
 * `/healthz`: this process lives, which release it is, and its id, by which a deploy tells one worker of the port from
 * the next. `/readyz`: it can do its work. Asked on loopback by the edge and deploys; the edge answers its visitors
 * itself.
 */
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
