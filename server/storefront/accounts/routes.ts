import { Router } from 'express';
import type { StorefrontServices } from '../services';
import { createEntryRoutes } from './entry/routes';
import { createProfileRoutes } from './profile/routes';
import { createResetRoutes } from './reset/routes';

export function createAccountRoutes(services: StorefrontServices): Router {
  const router = Router();
  router.use(createEntryRoutes(services), createResetRoutes(services), createProfileRoutes(services));
  return router;
}
