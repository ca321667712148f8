import { Router } from 'express';
import type { StoreServices } from '../store/services';
import { noStore } from '../web/caching';
import { createOriginCheck } from '../web/csrf';
import { notFound } from '../web/error-handler';
import { refuseUnstorablePath } from '../web/storable';
import { addAccessRoutes } from './access/routes';
import { createAccess, createRecentCode } from './access/service';
import { addAuditRoutes } from './audit/routes';
import { addCustomerRoutes } from './customers/routes';
import { addFiguresRoutes } from './figures/routes';
import { addFileRoutes } from './files/routes';
import { addOperationsRoutes } from './operations/routes';
import { addOrderRoutes } from './orders/routes';
import type { PerfumePreview } from './perfumes';
import { addPerfumeRoutes } from './perfumes/routes';
import { addSearchRoutes } from './search/routes';
import { deskServices, type DeskContext } from './services';
import { addSettingsRoutes } from './settings/routes';
import { addStockRoutes } from './stock/routes';
import { addTodayRoutes } from './today/routes';
import { askToSignIn } from './web/ask-to-sign-in';
import { createDeskErrorHandler } from './web/error-handler';
import { createDeskRouter, type DeskRoute } from './web/routes';
import { createDeskSessions } from './web/session';

export interface Desk {
  /** Passes on what it has no answer to. */
  readonly router: Router;
  readonly routes: readonly DeskRoute[];
}

export function createDesk(store: StoreServices, context: DeskContext, previewPerfume: PerfumePreview): Desk {
  const services = deskServices(store, context, previewPerfume);
  const access = createAccess(context);
  const sessions = createDeskSessions(context, access);
  const routes = createDeskRouter(context, (staffId) => access.find(staffId), createRecentCode(services));

  addTodayRoutes(routes, services);
  addSearchRoutes(routes, services);
  addAccessRoutes(routes, services);
  addAuditRoutes(routes, services);
  addFiguresRoutes(routes, services);
  addFileRoutes(routes, services);
  addOperationsRoutes(routes, services);
  addSettingsRoutes(routes, services);
  addPerfumeRoutes(routes, services);
  addStockRoutes(routes, services);
  addOrderRoutes(routes, services);
  addCustomerRoutes(routes, services);
  routes.finish();

  const router = Router();
  router.get('/', (_request, response) => response.redirect(303, '/admin'));
  const desk = Router();
  desk.use(noStore, refuseUnstorablePath, createOriginCheck(context.config.origins.app), sessions);
  desk.use(routes.router);
  // Who isn't signed in learns of no page, also not which there are.
  desk.use((request, response, next) => {
    if (request.session.staffId) next();
    else askToSignIn(request, response, null);
  });
  desk.use(notFound, createDeskErrorHandler(context));
  router.use((request, response, next) => (isDeskPath(request.path) ? desk(request, response, next) : next()));
  return { router, routes: routes.registered };
}

const isDeskPath = (path: string): boolean => path === '/admin' || path.startsWith('/admin/');
