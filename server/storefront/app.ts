/**
 * The storefront's pages and API, in the order in which a request passes them.
 *
 * Public pages come before the session: they are the same bytes for everybody and never touch the session table.
 */
import express, { Router } from 'express';
import { LOCALES, type Locale } from '../i18n/locale';
import { CATALOGUE_PAGE } from '../store/change-feed';
import type { StoreServices } from '../store/services';
import { createApiCors } from '../web/api-cors';
import { noStore, readPublicAddress } from '../web/caching';
import { createOriginCheck } from '../web/csrf';
import { createApiErrorHandler, createPageErrorHandler, notFound } from '../web/error-handler';
import { createPageLocals } from '../web/page';
import { createAccountRoutes } from './accounts/routes';
import { createApiRoutes } from './api/routes';
import { createCartRoutes } from './cart/routes';
import { createCatalogueRoutes } from './catalogue/routes';
import { createCheckoutRoutes } from './checkout/routes';
import { createOrderRoutes } from './orders/routes';
import { createPagesRoutes } from './pages/routes';
import { createPaymentRoutes } from './payments/routes';
import { storefrontServices, type StorefrontContext, type StorefrontServices } from './services';
import { translateTo } from './texts';
import { createSessions, type Sessions } from './web/session';
import { siteFactsOf } from './web/site-facts';

export interface Storefront {
  /** Every name that reaches us but `app.`. */
  readonly router: Router;
  /** What `app.` shows around the desk: the API for scripts of the apex before it, a page that isn't there after it. */
  readonly aroundDesk: (desk: Router) => Router;
  close(): Promise<void>;
}

/** The largest form we have, with room. */
const BODY_LIMIT = '32kb';

export function createStorefront(store: StoreServices, context: StorefrontContext): Storefront {
  const services = storefrontServices(store, context);
  const sessions = createSessions(context);
  const router = Router();
  router.use('/api/v1', createApi(services, sessions));
  for (const locale of LOCALES.toReversed()) {
    router.use(locale === 'ko' ? '/' : `/${locale}`, createPages(services, sessions, locale));
  }
  const aroundDesk = (desk: Router): Router => {
    const around = Router();
    around.use('/api/v1', createApiCors(context.config.origins.apex), createApi(services, sessions));
    around.use(desk, pageLocals(services, 'ko'), ...pageErrors(services));
    return around;
  };
  return { router, aroundDesk, close: () => sessions.close() };
}

function createApi(services: StorefrontServices, sessions: Sessions): Router {
  const router = Router();
  const { logger, config } = services.context;
  router.use(noStore, createOriginCheck(config.origins), sessions.middleware);
  router.use(express.json({ limit: BODY_LIMIT }));
  router.use(createApiRoutes(services), notFound, createApiErrorHandler(logger));
  return router;
}

function createPages(services: StorefrontServices, sessions: Sessions, locale: Locale): Router {
  const router = Router();
  router.use(readPublicAddress, pageLocals(services, locale));
  router.use(createCatalogueRoutes(services), createPagesRoutes(services));
  router.use(noStore, createOriginCheck(services.context.config.origins), sessions.middleware);
  router.use(express.urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: 100 }));
  router.use(createCartRoutes(services), createCheckoutRoutes(services), createPaymentRoutes(services));
  router.use(createOrderRoutes(services), createAccountRoutes(services));
  router.use(...pageErrors(services));
  return router;
}

const pageLocals = (services: StorefrontServices, locale: Locale) =>
  createPageLocals(services.context, { locale, text: translateTo(locale) }, siteFactsOf(services));

const pageErrors = ({ context }: StorefrontServices) =>
  [notFound, createPageErrorHandler(context.logger, CATALOGUE_PAGE)] as const;
