import express, { type Express, type Router } from 'express';
import { createChangeStreamRoutes, type Changes } from './change-stream/routes';
import type { WebContext } from './context';
import { createHealthRoutes } from './health';
import { createOptionsAnswer } from './options';
import { createRequestLog } from './request-log';
import { createSecurityHeaders } from './security-headers';
import { createAssetFiles, createPictureFiles } from './static-files';
import { parseQuery } from './storable';
import { createTemplates } from './templates';

export interface HostRouters {
  readonly app: Router;
  readonly apex: Router;
}

export function createWebApp(context: WebContext, changes: Changes, hosts: HostRouters): Express {
  const { config } = context;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');
  app.set('query parser', parseQuery);
  app.set('view engine', 'ejs');
  app.engine('ejs', viewEngine());
  app.set('views', context.viewsDirectory);
  app.set('view cache', config.mode === 'production');

  // Before the log: what never ends has no line in it.
  app.use(createChangeStreamRoutes(changes));
  app.use(createRequestLog(context.logger));
  app.use(createSecurityHeaders(config.origins));
  app.use(createOptionsAnswer(config.hosts.app));
  app.use(createHealthRoutes(context));
  app.use('/assets', createAssetFiles(context.assets.directory));
  app.use('/pictures', createPictureFiles(context.picturesDirectory));
  app.use((request, response, next) => {
    (request.hostname === config.hosts.app ? hosts.app : hosts.apex)(request, response, next);
  });
  return app;
}

function viewEngine(): Parameters<Express['engine']>[1] {
  const template = createTemplates();
  return (file, model, done) => {
    try {
      done(null, template(file, model, 'cache' in model && model.cache === true));
    } catch (error) {
      done(error);
    }
  };
}
