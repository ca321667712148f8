import { Router } from 'express';
import type { ShopServices } from '../services';

export function createPagesRoutes(_services: ShopServices): Router {
  return Router();
}
