/** Asked on loopback by the edge and by deploys, which tell one worker of the port from the next by its id. */
import { Router } from 'express';
import { DATABASE_FAULTS } from '../health/faults/database';
import { sentencesOf } from '../health/judge';
import { messageOf } from '../process/thrown';
import type { WebContext } from './context';

export function createHealthRoutes(context: WebContext): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    const { config, lateMs } = context;
    const said = { status: 'ok', process: 'shop', release: config.release, pid: process.pid };
    response.set('Cache-Control', 'no-store').json({ ...said, ...(lateMs ? { lateMs: Math.round(lateMs()) } : {}) });
  });
  router.get('/readyz', async (_request, response) => {
    response.set('Cache-Control', 'no-store');
    const error = await context.pool.query('select 1').then(
      () => null,
      (reason: unknown) => messageOf(reason),
    );
    const reasons = sentencesOf({ now: context.clock.now(), databaseReach: { error } }, DATABASE_FAULTS);
    if (reasons.length === 0) return void response.json({ status: 'ready', database: 'ok' });
    context.logger.warn({ reason: reasons.join('; ') }, 'not ready');
    response.status(503).json({ status: 'not-ready', database: 'unreachable' });
  });
  return router;
}
