/**
 * The whole chain of the shop on one screen. Nothing here listens; `server/bin/shop.ts` does.
 *
 * Public pages come before the session: they are the same bytes for everybody and never touch the session table.
 */
import express, { Router, type Express } from 'express';
import { createAccountRoutes } from './accounts/routes';
import { createApiRoutes } from './api/routes';
import { createCartRoutes } from './cart/routes';
import { createCatalogueRoutes } from './catalogue/routes';
import { createCheckoutRoutes } from './checkout/routes';
import type { ShopContext } from './context';
import { createHealthRoutes } from './health/routes';
import { createApiCors } from './http/api-cors';
import { createOriginCheck } from './http/csrf';
import { createApiErrorHandler, createPageErrorHandler, notFound } from './http/error-handler';
import { createPageLocals } from './http/page';
import { noStore } from './http/private';
import { readPublicAddress } from './http/public';
import { createRequestLog } from './http/request-log';
import { createSecurityHeaders } from './http/security-headers';
import { createSessions, type Sessions } from './http/session';
import { createAssetFiles, createPictureFiles } from './http/static-files';
import { LOCALES, type Locale } from './i18n/locale';
import { createOrderRoutes } from './orders/routes';
import { createPagesRoutes } from './pages/routes';
import { createPaymentRoutes } from './payments/routes';
import { createPurgeRoutes } from './purge/routes';
import { createPurges, type Purges } from './purge/service';
import { createServices, type ShopServices } from './services';
import { sellerSchema } from './settings/settings';
import { isPreview, type SiteFacts } from './settings/site-facts';

export interface Shop {
  readonly app: Express;
  readonly services: ShopServices;
  /** Not started: a process that keeps pages for nobody needn't listen. */
  readonly purges: Purges;
  /** Stops timers and listening; the pool belongs to the caller. */
  close(): Promise<void>;
}

/** The largest form we have, with room. */
const BODY_LIMIT = '32kb';

export function createShop(context: ShopContext): Shop {
  const services = createServices(context);
  const sessions = createSessions(context);
  const purges = createPurges(context, services.memories);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');
  app.set('query parser', 'simple');
  app.set('view engine', 'ejs');
  app.set('views', context.viewsDirectory);
  app.set('view cache', context.config.mode === 'production');

  // Before the log: what never ends has no line in it.
  app.use(createPurgeRoutes(purges));
  app.use(createRequestLog(context.logger));
  app.use(createHealthRoutes(context));
  app.use(createSecurityHeaders(context.config.origins));
  app.use('/assets', createAssetFiles(context.assets.directory));
  app.use('/pictures', createPictureFiles(context.picturesDirectory));
  app.use(byHost(context, createDesk(context, services, sessions), createStorefront(context, services, sessions)));
  const close = async (): Promise<void> => {
    await sessions.close();
    await purges.close();
  };
  return { app, services, purges, close };
}

/** `app.` answers the API and later the desk; every other name that reaches us is the storefront's. */
function byHost(context: ShopContext, desk: Router, storefront: Router): Router {
  const router = Router();
  router.use((request, response, next) => {
    (request.hostname === context.config.hosts.app ? desk : storefront)(request, response, next);
  });
  return router;
}

function createApi(services: ShopServices, sessions: Sessions): Router {
  const router = Router();
  const { logger, config } = services.context;
  router.use(noStore, createOriginCheck(config.origins), sessions.middleware);
  router.use(express.json({ limit: BODY_LIMIT }));
  router.use(createApiRoutes(services), notFound, createApiErrorHandler(logger));
  return router;
}

function createDesk(context: ShopContext, services: ShopServices, sessions: Sessions): Router {
  const router = Router();
  router.use('/api/v1', createApiCors(context.config.origins.apex), createApi(services, sessions));
  // Until the owner's desk opens, a person who types this name wants the shop.
  router.get('/', (_request, response) => response.redirect(302, `${context.config.origins.apex}/`));
  router.use(createPageLocals(context, 'ko', siteFactsOf(services)), notFound, createPageErrorHandler(context.logger));
  return router;
}

function createStorefront(context: ShopContext, services: ShopServices, sessions: Sessions): Router {
  const router = Router();
  router.use('/api/v1', createApi(services, sessions));
  for (const locale of LOCALES.toReversed()) {
    router.use(locale === 'ko' ? '/' : `/${locale}`, createPages(context, services, sessions, locale));
  }
  return router;
}

function createPages(context: ShopContext, services: ShopServices, sessions: Sessions, locale: Locale): Router {
  const router = Router();
  router.use(readPublicAddress, createPageLocals(context, locale, siteFactsOf(services)));
  router.use(createCatalogueRoutes(services), createPagesRoutes(services));
  router.use(noStore, createOriginCheck(context.config.origins), sessions.middleware);
  router.use(express.urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: 100 }));
  router.use(createCartRoutes(services), createCheckoutRoutes(services), createPaymentRoutes(services));
  router.use(createOrderRoutes(services), createAccountRoutes(services));
  router.use(notFound, createPageErrorHandler(context.logger));
  return router;
}

/** Never fails: the page that says "something broke" has a footer too. */
function siteFactsOf({ context, settings }: ShopServices): () => Promise<SiteFacts> {
  const { mode, payments } = context.config;
  return async () => {
    try {
      const { seller } = await settings.current();
      return { seller, preview: isPreview(mode, seller, payments) };
    } catch (error) {
      context.logger.error({ err: error }, 'settings could not be read');
      return { seller: sellerSchema.parse({}), preview: mode === 'production' };
    }
  };
}
