import { Router, type RequestHandler } from 'express';
import { formatWon } from '../../money/money';
import { CATALOGUE_PAGE } from '../../store/change-feed';
import { areaName, arrivalOf, arrivalText, farText, hourText, postcodesText } from '../../store/delivery';
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
  /** '' where no area costs more. */
  readonly far: string;
  readonly areas: readonly Readonly<Record<'name' | 'postcodes' | 'fee', string> & { extraDays: number }>[];
  readonly cutOff: string;
  readonly arrival: string;
  readonly fee: string;
  readonly freeFrom: string;
  readonly alwaysFree: boolean;
}

const TEXTS = ['terms', 'privacy', 'delivery'] as const;
/** A site map holds 50,000 addresses at most, and each perfume has two. */
const MOST_PERFUMES = 24_000;

// Every page says whether the shop is a preview, and one without perfumes is: so the catalogue is part of all of them.
export function createPagesRoutes({ context, catalogue, delivery }: StorefrontServices): Router {
  const { origins } = context.config;
  const router = Router({ strict: true, caseSensitive: true });

  for (const name of TEXTS) {
    router.get(`/${name}`, sharedPage, async (_request, response) => {
      const rule = await delivery.current();
      const locale = localeOf(response);
      keepUntilPurged(response, CATALOGUE_PAGE);
      await renderPage(response, `pages/${name}`, {
        fee: formatWon(rule.fee),
        freeFrom: formatWon(rule.freeFrom),
        alwaysFree: rule.fee === 0 || rule.freeFrom === 0,
        far: farText(rule, locale) ?? '',
        areas: rule.areas.map((area) => ({
          name: areaName(area, locale),
          postcodes: postcodesText(area),
          fee: formatWon(area.fee),
          extraDays: area.extraDays,
        })),
        cutOff: hourText(rule.cutOffHour),
        arrival: arrivalText(arrivalOf(context.clock.now(), rule, null), locale),
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
