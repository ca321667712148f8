/** Every method is a fixed number of statements; what one costs grows with the catalogue, but for a perfume's page. */
import type { Pool } from '../../db/pool';
import type { Clock } from '../../process/clock';
import { AppError } from '../../process/errors';
import type { AccordSlug } from '../../scent/accords';
import type { Memories } from '../change-feed';
import type { Choices, ListingFilter, Perfume, PerfumeCard } from './model';
import {
  selectAddressAfter,
  selectAlike,
  selectChoices,
  selectFirstCards,
  selectHouses,
  selectListing,
  selectPerfume,
  selectPerfumeById,
  selectSlugs,
} from './queries';
import { sharedAccords } from './similarity';

export const PAGE_SIZE = 24;
const RELATED = 4;
const REASONS = 2;
/** The first perfume opens the home page, the others are its shelf: rows of four, three and two all come out even. */
const HOME_SHELF = 12;

export interface Listing {
  readonly cards: readonly PerfumeCard[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly choices: Choices;
}

export interface RelatedPerfume {
  readonly card: PerfumeCard;
  readonly shared: readonly AccordSlug[];
}

export interface PerfumePage {
  readonly perfume: Perfume;
  readonly related: readonly RelatedPerfume[];
  /** Also of those that would be shown if another went, or once they are out. */
  readonly alikeIds: readonly number[];
}

export type CatalogueService = ReturnType<typeof createCatalogue>;

export function createCatalogue(deps: { readonly pool: Pool; readonly clock: Clock; readonly memories: Memories }) {
  const { pool, clock, memories } = deps;
  const choices = memories.remembered(() => selectChoices(pool, clock.now()));
  const houses = memories.remembered(() => selectHouses(pool, clock.now()));

  async function pageOf(perfume: Perfume, now: Date): Promise<PerfumePage> {
    const alike = await selectAlike(pool, perfume.id, now);
    const related = alike
      .filter(({ isOut }) => isOut)
      .slice(0, RELATED)
      .map(({ card, accords }) => ({ card, shared: sharedAccords(perfume.accords, accords, REASONS) }));
    return { perfume, related, alikeIds: alike.map(({ card }) => card.id) };
  }

  return {
    async home() {
      const now = clock.now();
      const [[first, ...shelf], theirHouses] = await Promise.all([
        selectFirstCards(pool, now, HOME_SHELF + 1),
        houses(),
      ]);
      return { opening: first ? await selectPerfume(pool, first.slug, now) : null, shelf, houses: theirHouses };
    },

    /** @throws AppError not-found for a page behind the listing's end */
    async listing(filter: ListingFilter, page: number): Promise<Listing> {
      const now = clock.now();
      const [{ cards, total }, known] = await Promise.all([
        selectListing(pool, filter, { now, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }),
        choices(),
      ]);
      if (page > 1 && cards.length === 0) throw new AppError('not-found');
      return { cards, total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)), choices: known };
    },

    async perfume(slug: string): Promise<PerfumePage> {
      const now = clock.now();
      const perfume = await selectPerfume(pool, slug, now);
      if (!perfume) throw new AppError('not-found');
      return pageOf(perfume, now);
    },

    /** As it would be, for the desk. @throws AppError not-found */
    async draft(perfumeId: number): Promise<PerfumePage> {
      const perfume = await selectPerfumeById(pool, perfumeId);
      if (!perfume) throw new AppError('not-found');
      return pageOf(perfume, clock.now());
    },

    movedTo: (slug: string) => selectAddressAfter(pool, slug, clock.now()),
    slugs: (limit: number) => selectSlugs(pool, clock.now(), limit),
  };
}
