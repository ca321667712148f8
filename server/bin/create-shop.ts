import type { Config } from '../config/env';
import { createDesk } from '../desk/app';
import type { DeskContext } from '../desk/services';
import { createChangeFeed } from '../store/change-feed/service';
import { storeConfigOf } from '../store/context';
import { createServices } from '../store/services';
import { createStorefront } from '../storefront/app';
import { createPerfumePreview } from '../storefront/catalogue';
import type { StorefrontContext } from '../storefront/services';
import { createWebApp } from '../web/app';

export type ShopContext = StorefrontContext & DeskContext;

export type Shop = ReturnType<typeof createShop>;

export const shopConfigOf = (config: Config, release: string): ShopContext['config'] => ({
  ...storeConfigOf(config),
  release,
});

/** The change feed is not started: a process that keeps pages for nobody needn't listen. The pool is the caller's. */
export function createShop(context: ShopContext) {
  const services = createServices(context);
  const { delivery, memories } = services;
  const saysOtherwise = (one: Date, other: Date): Promise<boolean> => delivery.saysOtherwise(one, other);
  const changeFeed = createChangeFeed({ ...context, saysOtherwise }, memories);
  const storefront = createStorefront(services, context);
  const desk = createDesk(services, context, createPerfumePreview({ ...services, context }));
  const app = createWebApp(context, changeFeed, {
    apex: storefront.router,
    app: storefront.aroundDesk(desk.router),
  });
  return { app, services, desk, changeFeed, close: () => changeFeed.close() };
}
