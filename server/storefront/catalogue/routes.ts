import { Router, type Response } from 'express';
import { localPath } from '../../i18n/locale';
import { AppError } from '../../process/errors';
import { perfumePageGroups } from '../../store/catalogue';
import type { PerfumePage } from '../../store/catalogue/service';
import { CATALOGUE_PAGE } from '../../store/change-feed';
import { keepUntilPurged, sharedPage } from '../../web/caching';
import { localeOf, renderPage } from '../../web/page';
import type { StorefrontServices } from '../services';
import { accordViews, cardView, houseView, picturePath, type CardView, type HouseView } from './card';
import { isUnfiltered, readFilter, readPage, readUnreadPrices } from './listing/address';
import { listingView } from './listing/presenter';
import { deliveryText, pictureText, perfumeData, perfumeView, type PerfumeView } from './perfume/presenter';
import type { DraftView } from './preview';

declare module '../../web/page' {
  interface Views {
    'catalogue/home': {
      readonly opening: OpeningView | null;
      readonly shelf: readonly CardView[];
      readonly houses: readonly HouseView[];
      readonly total: number;
      readonly delivery: string;
    };
    'catalogue/listing': {
      readonly listing: ReturnType<typeof listingView>;
      readonly narrowed: boolean;
      readonly canonicalQuery: string;
    };
    'catalogue/perfume': { readonly perfume: PerfumeView; readonly structuredData: string; readonly draft?: DraftView };
  }
}

const SLUG = /^[a-z0-9-]{1,120}$/;

type OpeningView = Pick<PerfumeView, 'picture' | 'aura' | 'pictureText' | 'accords'> &
  Readonly<Record<'href' | 'title' | 'house', string>>;

export function createCatalogueRoutes({ context, catalogue, delivery }: StorefrontServices): Router {
  const router = Router({ strict: true, caseSensitive: true });

  async function found(slug: string): Promise<PerfumePage | string> {
    try {
      return await catalogue.perfume(slug);
    } catch (error) {
      const isGone = error instanceof AppError && error.code === 'not-found';
      const address = isGone ? await catalogue.movedTo(slug) : null;
      if (address === null) throw error;
      return address;
    }
  }

  router.get('/', sharedPage, async (_request, response) => {
    const locale = localeOf(response);
    const [{ opening, shelf, houses }, rule] = await Promise.all([catalogue.home(), delivery.current()]);
    keepUntilPurged(response, CATALOGUE_PAGE);
    await renderPage(response, 'catalogue/home', {
      opening: opening && {
        href: `/perfumes/${opening.slug}`,
        title: opening.name[locale],
        house: opening.house.name[locale],
        picture: picturePath(opening.picture),
        aura: picturePath(opening.aura),
        pictureText: pictureText(opening, locale),
        accords: accordViews(opening.accords, locale),
      },
      shelf: shelf.map((card) => cardView(card, locale)),
      houses: houses.map((house) => houseView(house, locale)),
      total: houses.reduce((sum, house) => sum + house.perfumes, 0),
      delivery: deliveryText(rule, locale),
    });
  });

  router.get('/perfumes', sharedPage, async (request, response) => {
    const filter = readFilter(request.query);
    const unread = readUnreadPrices(request.query);
    const page = readPage(request.query);
    if (page === null) throw new AppError('not-found');
    const listing = await catalogue.listing(filter, page);
    keepUntilPurged(response, CATALOGUE_PAGE);
    await renderPage(response, 'catalogue/listing', {
      listing: listingView(listing, { filter, unread }, localeOf(response)),
      // Every narrowed shelf is a part of this one: search engines need only the whole, page by page.
      narrowed: !isUnfiltered(filter) || filter.sort !== 'position' || Object.keys(unread).length > 0,
      canonicalQuery: page > 1 ? `?page=${page}` : '',
    });
  });

  router.get('/perfumes/:slug', sharedPage, async (request, response) => {
    const slug = String(request.params['slug']);
    if (!SLUG.test(slug)) throw new AppError('not-found');
    const locale = localeOf(response);
    const volumeMl = typeof request.query['ml'] === 'string' ? request.query['ml'] : '';
    const [page, rule] = await Promise.all([found(slug), delivery.current()]);
    if (typeof page === 'string') return moved(response, page, volumeMl);
    keepUntilPurged(response, perfumePageGroups(page));
    await renderPage(response, 'catalogue/perfume', {
      perfume: perfumeView(page, { locale, volumeMl, rule, now: context.clock.now() }),
      structuredData: perfumeData(page.perfume, locale, context.config.origins.apex),
    });
  });

  return router;
}

/** For good as far as search engines are concerned; browsers ask again, for an address can be somebody else's one day. */
function moved(response: Response, slug: string, volumeMl: string): void {
  keepUntilPurged(response, CATALOGUE_PAGE);
  const query = /^\d{1,4}$/.test(volumeMl) ? `?ml=${volumeMl}` : '';
  const path = localPath(localeOf(response), `/perfumes/${slug}${query}`);
  // Not by `redirect`, whose words differ by what the browser accepts.
  response.status(301).location(path).type('text').send(`${path}\n`);
}
