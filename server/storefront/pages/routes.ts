import { Router, type RequestHandler } from 'express';
import { formatWon } from '../../money/money';
import { CATALOGUE_PAGE } from '../../store/change-feed';
import { keepUntilPurged, sharedPage } from '../../web/caching';
import { localeOf, renderPage } from '../../web/page';
import type { StorefrontServices } from '../services';
import { robotsText, siteMap } from './search-engines';

declare module '../../web/page' {
  interface Views {
    'pages/terms': PageModel;
    'pages/privacy': PageModel;
    'pages/delivery': PageModel;
  }
}

interface PageModel {
  readonly fee: string;
  readonly freeFrom: string;
  readonly alwaysFree: boolean;
}

const TEXTS = ['terms', 'privacy', 'delivery'] as const;
/** A site map holds 50,000 addresses at most, and each perfume has two. */
const MOST_PERFUMES = 24_000;

// Every page says whether the shop is a preview, and one without perfumes is: so the catalogue is part of all of them.
export function createPagesRoutes({ context, catalogue, settings }: StorefrontServices): Router {
  const { origins } = context.config;
  const router = Router({ strict: true, caseSensitive: true });

  for (const name of TEXTS) {
    router.get(`/${name}`, sharedPage, async (_request, response) => {
      const { delivery } = await settings.current();
      keepUntilPurged(response, CATALOGUE_PAGE);
      await renderPage(response, `pages/${name}`, {
        fee: formatWon(delivery.fee),
        freeFrom: formatWon(delivery.freeFrom),
        alwaysFree: delivery.fee === 0 || delivery.freeFrom === 0,
      });
    });
  }

  router.get('/robots.txt', atTheRoot, sharedPage, (_request, response) => {
    keepUntilPurged(response, CATALOGUE_PAGE);
    response.type('text/plain').send(robotsText(origins.apex, response.locals.site?.preview ?? false));
  });

  router.get('/sitemap.xml', atTheRoot, sharedPage, async (_request, response) => {
    const perfumes = (await catalogue.slugs(MOST_PERFUMES)).map((slug) => `/perfumes/${slug}`);
    keepUntilPurged(response, CATALOGUE_PAGE);
    response.type('application/xml').send(siteMap(origins.apex, ['/', '/perfumes', '/delivery', ...perfumes]));
  });

  return router;
}

/** These files exist once, not once a language. */
const atTheRoot: RequestHandler = (_request, response, next) => {
  if (localeOf(response) === 'ko') next();
  else next('route');
};
