import { Router } from 'express';
import type { StorefrontServices } from '../services';
import { createEntryRoutes } from './entry/routes';
import { createProfileRoutes } from './profile/routes';
import { createResetRoutes } from './reset/routes';
import { createSessionRoutes } from './sessions/routes';

export function createAccountRoutes(services: StorefrontServices): Router {
  const router = Router();
  router.use(createEntryRoutes(services), createResetRoutes(services));
  router.use(createProfileRoutes(services), createSessionRoutes(services));
  return router;
}
