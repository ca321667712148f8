/** Home, listing and product page: public, cookieless, the same for everybody. */
import { Router } from 'express';
import { AppError } from '../errors';
import { localeOf, renderPage } from '../http/page';
import { keepUntilPurged, sharedPage } from '../http/public';
import { CATALOGUE_PAGE, productPageGroups } from '../purge/groups';
import type { ShopServices } from '../services';
import { isUnfiltered, readFilter, readPage } from './listing-address';
import { listingView } from './listing-presenter';
import { accordViews, cardView, houseView, picturePath } from './presenter';
import { deliveryText, pictureText, productData, productView } from './product-presenter';

const SLUG = /^[a-z0-9-]{1,120}$/;

export function createCatalogueRoutes({ context, catalogue, settings }: ShopServices): Router {
  const router = Router({ strict: true, caseSensitive: true });

  router.get('/', sharedPage, async (_request, response) => {
    const locale = localeOf(response);
    const [{ opening, shelf, houses }, { delivery }] = await Promise.all([catalogue.home(), settings.current()]);
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
      delivery: deliveryText(delivery, locale),
    });
  });

  router.get('/perfumes', sharedPage, async (request, response) => {
    const filter = readFilter(request.query);
    const page = readPage(request.query);
    if (page === null) throw new AppError('not-found');
    const listing = await catalogue.listing(filter, page);
    keepUntilPurged(response, CATALOGUE_PAGE);
    await renderPage(response, 'catalogue/listing', {
      listing: listingView(listing, filter, localeOf(response)),
      // Every narrowed shelf is a part of this one: search engines need only the whole, page by page.
      narrowed: !isUnfiltered(filter) || filter.sort !== 'position',
      canonicalQuery: page > 1 ? `?page=${page}` : '',
    });
  });

  router.get('/perfumes/:slug', sharedPage, async (request, response) => {
    const slug = String(request.params['slug']);
    if (!SLUG.test(slug)) throw new AppError('not-found');
    const locale = localeOf(response);
    const volumeMl = typeof request.query['ml'] === 'string' ? request.query['ml'] : '';
    const [page, { delivery }] = await Promise.all([catalogue.product(slug), settings.current()]);
    keepUntilPurged(response, productPageGroups(page));
    await renderPage(response, 'catalogue/product', {
      product: productView(page, { locale, volumeMl, delivery }),
      structuredData: productData(page.perfume, locale, context.config.origins.apex),
    });
  });

  return router;
}
