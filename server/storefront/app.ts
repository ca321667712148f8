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
import type { ShopContext } from '../store/context';
import { createHealthRoutes } from '../web/health';
import { createApiCors } from '../web/api-cors';
import { createOriginCheck } from '../web/csrf';
import { createApiErrorHandler, createPageErrorHandler, notFound } from '../web/error-handler';
import { createPageLocals } from '../web/page';
import { noStore } from '../web/private';
import { readPublicAddress } from '../web/caching';
import { createRequestLog } from '../web/request-log';
import { createSecurityHeaders } from '../web/security-headers';
import { createSessions, type Sessions } from './web/session';
import { createAssetFiles, createPictureFiles } from '../web/static-files';
import { LOCALES, type Locale } from '../i18n/locale';
import { createOrderRoutes } from './orders/routes';
import { createPagesRoutes } from './pages/routes';
import { createPaymentRoutes } from './payments/routes';
import { createPurgeRoutes } from '../web/change-stream/routes';
import { createPurges, type Purges } from '../store/change-feed/service';
import { createServices, type ShopServices } from '../store/services';
import { sellerSchema } from '../store/settings/model';
import { isPreview, type SiteFacts } from '../store/settings/opening';

/** What `app.` shows beside the API: the owner's desk, which the shop itself knows nothing of. */
export interface Desk {
  /** Passes on what it has no answer to. */
  readonly router: Router;
  close(): Promise<void>;
}

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

/** @param createDesk from server/desk/app.ts, handed in so that everything points one way */
export function createShop(context: ShopContext, createDesk: (services: ShopServices) => Desk): Shop {
  const services = createServices(context);
  const desk = createDesk(services);
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
  app.use(
    byHost(context, createAppHost(context, services, sessions, desk), createStorefront(context, services, sessions)),
  );
  const close = async (): Promise<void> => {
    await sessions.close();
    await desk.close();
    await purges.close();
  };
  return { app, services, purges, close };
}

/** `app.` answers the API and the desk; every other name that reaches us is the storefront's. */
function byHost(context: ShopContext, appHost: Router, storefront: Router): Router {
  const router = Router();
  router.use((request, response, next) => {
    (request.hostname === context.config.hosts.app ? appHost : storefront)(request, response, next);
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

function createAppHost(context: ShopContext, services: ShopServices, sessions: Sessions, desk: Desk): Router {
  const router = Router();
  router.use('/api/v1', createApiCors(context.config.origins.apex), createApi(services, sessions));
  router.use(desk.router);
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
      const current = await settings.current();
      const hasProducts = mode !== 'production' || (await settings.hasProducts());
      return { seller: current.seller, preview: isPreview(mode, { settings: current, payments, hasProducts }) };
    } catch (error) {
      context.logger.error({ err: error }, 'settings could not be read');
      return { seller: sellerSchema.parse({}), preview: mode === 'production' };
    }
  };
}
