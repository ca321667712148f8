import { Router } from 'express';
import type { ShopServices } from '../services';

export function createAccountRoutes(_services: ShopServices): Router {
  return Router();
}
