import { Router } from 'express';
import type { ShopServices } from '../services';

export function createCartRoutes(_services: ShopServices): Router {
  return Router();
}
