import { Router } from 'express';
import type { ShopServices } from '../services';

export function createPaymentRoutes(_services: ShopServices): Router {
  return Router();
}
