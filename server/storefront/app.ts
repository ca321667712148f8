/** In the order of a request. Public pages come before the session: the same bytes for everybody, without its table. */
import { Router, type RequestHandler } from 'express';
import { LOCALES, type Locale } from '../i18n/locale';
import { MAX_LINES } from '../store/cart/model';
import { CATALOGUE_PAGE } from '../store/change-feed';
import type { StoreServices } from '../store/services';
import { createApiCors } from '../web/api-cors';
import { formBody, jsonBody } from '../web/bodies';
import { noStore, readPublicAddress } from '../web/caching';
import { createOriginCheck } from '../web/csrf';
import { createApiErrorHandler, createPageErrorHandler, notFound } from '../web/error-handler';
import { createPageLocals, type PageLocals } from '../web/page';
import { refuseUnstorablePath } from '../web/storable';
import { createAccountRoutes } from './accounts/routes';
import { createApiRoutes } from './api/routes';
import { createCartRoutes } from './cart/routes';
import { createCatalogueRoutes } from './catalogue/routes';
import { createCheckoutRoutes } from './checkout/routes';
import { createOrderRoutes } from './orders/routes';
import { createPagesRoutes } from './pages/routes';
import { createPaymentRoutes } from './payments/routes';
import { storefrontServices, type StorefrontContext, type StorefrontServices } from './services';
import { translateTo, type StorefrontText } from './texts';
import { createJoining } from './web/first-carts';
import { createFormAddresses } from './web/form-addresses';
import { createShopperSessions } from './web/session';
import { siteFactsOf, type SiteFacts } from './web/site-facts';

/** The largest form we have, with room: a full cart names each of its lines, and its quantity. */
const FORM = { bytes: '32kb', fields: 2 * MAX_LINES + 20 };

export function createStorefront(store: StoreServices, context: StorefrontContext) {
  const services = storefrontServices(store, context);
  const sessions = [createShopperSessions(context, services.accounts), createJoining(services)];
  const { apex, app } = context.config.origins;
  const router = Router();
  router.use('/api/v1', createApi(services, sessions, [apex]));
  for (const locale of LOCALES.toReversed()) {
    router.use(locale === 'ko' ? '/' : `/${locale}`, createPages(services, sessions, locale));
  }
  /** On `app.`: the API for scripts of the apex, the desk, and a page that isn't there. */
  const aroundDesk = (desk: Router): Router => {
    const around = Router();
    around.use('/api/v1', createApiCors(apex), createApi(services, sessions, [app, apex]));
    around.use(desk, pageLocals(services, 'ko'), ...pageErrors(services));
    return around;
  };
  return { router, aroundDesk };
}

/** @param origins whose scripts may change something */
function createApi(
  services: StorefrontServices,
  sessions: readonly RequestHandler[],
  origins: readonly string[],
): Router {
  const router = Router();
  const { logger } = services.context;
  // The session is asked for when the body is there: who was signed out meanwhile is.
  router.use(noStore, refuseUnstorablePath, createOriginCheck(...origins), ...jsonBody(FORM), ...sessions);
  router.use(createApiRoutes(services), notFound, createApiErrorHandler(logger));
  return router;
}

function createPages(services: StorefrontServices, sessions: readonly RequestHandler[], locale: Locale): Router {
  const router = Router();
  router.use(readPublicAddress, pageLocals(services, locale), refuseUnstorablePath);
  router.use(createCatalogueRoutes(services), createPagesRoutes(services));
  router.use(noStore, createOriginCheck(services.context.config.origins.apex), ...formBody(FORM), ...sessions);
  const pages = createPrivatePages(services);
  router.use(pages, createFormAddresses(pages), ...pageErrors(services));
  return router;
}

export function createPrivatePages(services: StorefrontServices): Router {
  const router = Router();
  router.use(createCartRoutes(services), createCheckoutRoutes(services), createPaymentRoutes(services));
  return router.use(createOrderRoutes(services), createAccountRoutes(services));
}

export type StorefrontLocals = Omit<PageLocals, 'text'> & { readonly text: StorefrontText; readonly site: SiteFacts };

const pageLocals = (services: StorefrontServices, locale: Locale) =>
  createPageLocals(services.context, { locale, text: translateTo(locale) }, siteFactsOf(services, locale));

const pageErrors = ({ context: { logger } }: StorefrontServices) =>
  [notFound, createPageErrorHandler({ logger, missing: CATALOGUE_PAGE, view: 'errors/show' })] as const;
