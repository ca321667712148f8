import { Router } from 'express';
import type { ShopServices } from '../services';

export function createOrderRoutes(_services: ShopServices): Router {
  return Router();
}
