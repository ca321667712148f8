import type { Executor } from '../../db/pool';
import type { DeliveryLists } from './model';

/** In one statement: an order waits for it. */
export async function selectDeliveryLists(db: Executor): Promise<DeliveryLists> {
  const { rows } = await db.query<{ [Name in keyof DeliveryLists]: DeliveryLists[Name] }>(
    `select
       (select coalesce(json_agg(json_build_object('id', id, 'nameKo', name_ko, 'nameEn', name_en,
          'postcodeFrom', postcode_from, 'postcodeUntil', postcode_until, 'fee', fee, 'extraDays', extra_days)
          order by postcode_from), '[]') from delivery_areas) as areas,
       (select coalesce(json_agg(json_build_object('id', id, 'day', day, 'name', name) order by day), '[]')
        from holidays) as holidays,
       (select coalesce(json_agg(json_build_object('id', id, 'fromDay', from_day, 'untilDay', until_day,
          'wordsKo', words_ko, 'wordsEn', words_en) order by from_day), '[]') from shop_pauses) as pauses`,
  );
  const [found] = rows;
  if (!found) throw new Error('a select of three lists gave no row');
  return found;
}
