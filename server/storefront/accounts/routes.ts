import { Router } from 'express';
import type { StorefrontServices } from '../services';
import { createEntryRoutes } from './entry/routes';
import { createProfileRoutes } from './profile/routes';
import { createResetRoutes } from './reset/routes';

export const createAccountRoutes = (services: StorefrontServices): Router =>
  Router().use(createEntryRoutes(services), createResetRoutes(services), createProfileRoutes(services));
