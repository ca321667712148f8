/** Houses: whose the perfumes are, and what their bottles look like. */
import { isUniqueViolation } from '../../../db/sql-state';
import { withTransaction } from '../../../db/transaction';
import { drawPerfumePictures, pictureNameOf } from '../../../pictures/perfume-pictures';
import { createPictureStore } from '../../../pictures/store';
import { changesBetween, type Actor } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { DeskContext } from '../../services';
import {
  insertHouse,
  lockHouse,
  selectHouseBySlug,
  selectHouses,
  selectPerfumesToDraw,
  updateHouse,
  updatePictures,
  type HouseContent,
  type HouseRow,
  type ListedHouse,
} from './queries';

export interface HouseService {
  all(): Promise<readonly ListedHouse[]>;
  find(slug: string): Promise<HouseRow | null>;
  create(house: Omit<HouseContent, 'position'>, actor: Actor): Promise<'made' | 'slug-taken'>;
  save(house: HouseRow, content: HouseContent, actor: Actor): Promise<void>;
}

export function createHouses(context: Pick<DeskContext, 'pool' | 'clock' | 'picturesDirectory'>): HouseService {
  const { pool, clock } = context;
  const store = createPictureStore({ directory: context.picturesDirectory });

  /** Its bottle stands in every picture of its perfumes. */
  async function redraw(houseId: number, { bottle, cap }: Pick<HouseContent, 'bottle' | 'cap'>) {
    const drawn = [];
    for (const { id, picture: before, ...look } of await selectPerfumesToDraw(pool, houseId)) {
      const name = pictureNameOf(before);
      const { picture } = await drawPerfumePictures(store, { ...look, name, shape: bottle, cap });
      drawn.push({ id, before, picture });
    }
    return drawn;
  }

  return {
    all: () => selectHouses(pool),
    find: (slug) => selectHouseBySlug(pool, slug),

    async create(house, actor) {
      try {
        return await withTransaction(pool, async (tx) => {
          const id = await insertHouse(tx, house);
          const subject = { kind: 'house', id, name: house.name_ko } as const;
          const { slug, name_ko, name_en, story_ko, story_en, bottle, cap } = house;
          const changes = changesBetween({}, { slug, name_ko, name_en, story_ko, story_en, bottle, cap });
          await recordChange(tx, actor, { action: 'house.create', subject, changes }, clock.now());
          return 'made' as const;
        });
      } catch (error) {
        if (isUniqueViolation(error, 'houses_slug_key')) return 'slug-taken';
        throw error;
      }
    },

    async save({ id, bottle, cap }, content, actor) {
      const looksOtherwise = content.bottle !== bottle || content.cap !== cap;
      const drawn = looksOtherwise ? await redraw(id, content) : [];
      await withTransaction(pool, async (tx) => {
        const before = await lockHouse(tx, id);
        if (!before) throw new Error('a house was lost while it was saved');
        const changes = changesBetween({ ...before }, { ...content, id });
        if (Object.keys(changes).length === 0) return;
        await updateHouse(tx, id, content);
        await updatePictures(tx, drawn);
        const subject = { kind: 'house', id, name: content.name_ko } as const;
        await recordChange(tx, actor, { action: 'house.update', subject, changes }, clock.now());
      });
    },
  };
}
