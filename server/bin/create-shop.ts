import type { Express } from 'express';
import type { Config } from '../config/env';
import { createDesk, type Desk } from '../desk/app';
import type { DeskContext } from '../desk/services';
import { createChangeFeed, type ChangeFeed } from '../store/change-feed/service';
import { storeConfigOf } from '../store/context';
import { createServices, type StoreServices } from '../store/services';
import { createStorefront } from '../storefront/app';
import { createPerfumePreview } from '../storefront/catalogue';
import type { StorefrontContext } from '../storefront/services';
import { createWebApp } from '../web/app';

export type ShopContext = StorefrontContext & DeskContext;

export interface Shop {
  readonly app: Express;
  readonly services: StoreServices;
  readonly desk: Desk;
  /** Not started: a process that keeps pages for nobody needn't listen. */
  readonly changeFeed: ChangeFeed;
  /** Stops timers and listening; the pool belongs to the caller. */
  close(): Promise<void>;
}

export const shopConfigOf = (config: Config, release: string): ShopContext['config'] => ({
  ...storeConfigOf(config),
  release,
});

export function createShop(context: ShopContext): Shop {
  const services = createServices(context);
  const changeFeed = createChangeFeed(context, services.memories);
  const storefront = createStorefront(services, context);
  const desk = createDesk(services, context, createPerfumePreview({ ...services, context }));
  const app = createWebApp(context, changeFeed, {
    apex: storefront.router,
    app: storefront.aroundDesk(desk.router),
  });
  return { app, services, desk, changeFeed, close: () => changeFeed.close() };
}
