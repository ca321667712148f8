import { Router } from 'express';
import type { ShopServices } from '../services';

export function createCatalogueRoutes(_services: ShopServices): Router {
  return Router();
}
