/** Terms, privacy, delivery and returns, and what search engines ask for. Public and the same for everybody. */
import { Router, type RequestHandler } from 'express';
import { createCatalogue } from '../catalogue/service';
import { formatWon } from '../../money/money';
import { localeOf, renderPage } from '../http/page';
import { sharedPage } from '../http/public';
import type { ShopServices } from '../services';
import { robotsText, siteMap } from './search-engines';

const TEXTS = ['terms', 'privacy', 'delivery'] as const;
/** A site map holds 50,000 addresses at most, and each perfume has two. */
const MOST_PERFUMES = 24_000;

export function createPagesRoutes({ context, settings }: ShopServices): Router {
  const { origins } = context.config;
  const catalogue = createCatalogue(context);
  const router = Router({ strict: true, caseSensitive: true });

  for (const name of TEXTS) {
    router.get(`/${name}`, sharedPage, async (_request, response) => {
      const { delivery } = await settings.current();
      await renderPage(response, `pages/${name}`, {
        fee: formatWon(delivery.fee),
        freeFrom: formatWon(delivery.freeFrom),
        alwaysFree: delivery.fee === 0 || delivery.freeFrom === 0,
      });
    });
  }

  router.get('/robots.txt', atTheRoot, sharedPage, (_request, response) => {
    response.type('text/plain').send(robotsText(origins.apex, response.locals.site?.preview ?? false));
  });

  router.get('/sitemap.xml', atTheRoot, sharedPage, async (_request, response) => {
    const perfumes = (await catalogue.slugs(MOST_PERFUMES)).map((slug) => `/perfumes/${slug}`);
    response.type('application/xml').send(siteMap(origins.apex, ['/', '/perfumes', '/delivery', ...perfumes]));
  });

  return router;
}

/** These files exist once, not once a language. */
const atTheRoot: RequestHandler = (_request, response, next) => {
  if (localeOf(response) === 'ko') next();
  else next('route');
};
