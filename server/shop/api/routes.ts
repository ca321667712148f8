import { Router } from 'express';
import type { ShopServices } from '../services';

export function createApiRoutes(_services: ShopServices): Router {
  return Router();
}
