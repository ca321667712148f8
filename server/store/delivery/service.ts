import type { Executor, Pool } from '../../db/pool';
import { LOCALES } from '../../i18n/locale';
import type { Memories } from '../change-feed';
import type { Settings } from '../settings/model';
import { readSettings, type SettingsService } from '../settings/service';
import { arrivalOf } from './arrival';
import type { DeliveryLists, DeliveryRule, Promised } from './model';
import { selectDeliveryLists } from './queries';
import { arrivalText, pauseText } from './words';

export type DeliveryService = ReturnType<typeof createDelivery>;

export const readLists = (db: Executor): Promise<DeliveryLists> => selectDeliveryLists(db);

/** @param settings where the caller has read them */
export async function readRule(db: Executor, settings?: Pick<Settings, 'delivery'>): Promise<DeliveryRule> {
  return ruleOf(settings ?? (await readSettings(db)), await readLists(db));
}

export const ruleOf = ({ delivery }: Pick<Settings, 'delivery'>, lists: DeliveryLists): DeliveryRule => ({
  ...delivery,
  areas: lists.areas,
  holidays: new Set(lists.holidays.map(({ day }) => day)),
  pauses: lists.pauses,
});

/** When what is paid now arrives there; it stands in the order from then on. */
export async function promiseTo(tx: Executor, postcode: string, now: Date): Promise<Promised> {
  const { from, until } = arrivalOf(now, await readRule(tx), postcode);
  return { from, until };
}

export function createDelivery(pool: Pool, settings: Pick<SettingsService, 'current'>, memories: Memories) {
  const current = memories.remembered(async () => readRule(pool, await settings.current()));
  return {
    /** From memory: at most as old as {@link Memories} lets it be. */
    current,
    /** Do public pages say something else of the day at the one moment than at the other? No row changes then. */
    async saysOtherwise(one: Date, other: Date): Promise<boolean> {
      const rule = await current();
      const said = (now: Date): string =>
        LOCALES.map((locale) => [arrivalText(arrivalOf(now, rule, null), locale), pauseText(rule, now, locale)]).join();
      return said(one) !== said(other);
    },
  };
}
