import { isUniqueViolation } from '../../../db/sql-state';
import { withTransaction } from '../../../db/transaction';
import { changesBetween, type Actor } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { DeskContext } from '../../services';
import {
  insertHouse,
  lockHouse,
  selectHouseBySlug,
  selectHouses,
  updateHouse,
  type HouseContent,
  type HouseRow,
} from './queries';
import { orderRedraw } from './redrawing/queries';

export type HouseService = ReturnType<typeof createHouses>;

export function createHouses({ pool, clock }: Pick<DeskContext, 'pool' | 'clock'>) {
  return {
    all: () => selectHouses(pool),
    find: (slug: string) => selectHouseBySlug(pool, slug),

    async create(house: Omit<HouseContent, 'position'>, actor: Actor): Promise<'made' | 'slug-taken'> {
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

    save: ({ id }: HouseRow, content: HouseContent, actor: Actor) =>
      withTransaction(pool, async (tx) => {
        const before = await lockHouse(tx, id);
        if (!before) throw new Error('a house was lost while it was saved');
        const changes = changesBetween({ ...before }, { ...content, id });
        if (Object.keys(changes).length === 0) return;
        await updateHouse(tx, id, content);
        if (content.bottle !== before.bottle || content.cap !== before.cap) await orderRedraw(tx, id, clock.now());
        const subject = { kind: 'house', id, name: content.name_ko } as const;
        await recordChange(tx, actor, { action: 'house.update', subject, changes }, clock.now());
      }),
  };
}
