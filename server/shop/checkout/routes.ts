import { Router } from 'express';
import type { ShopServices } from '../services';

export function createCheckoutRoutes(_services: ShopServices): Router {
  return Router();
}
