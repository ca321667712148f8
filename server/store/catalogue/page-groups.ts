import { cardGroup, CATALOGUE_PAGE, houseGroup, MOST_GROUPS, noteGroup, perfumeGroup } from '../change-feed';
import type { PerfumePage } from './service';

export function perfumePageGroups({ perfume, related, alikeIds }: PerfumePage): readonly string[] {
  const cards = related.map(({ card }) => card);
  const groups = new Set([
    'settings',
    perfumeGroup(perfume.id),
    ...alikeIds.map(cardGroup),
    ...[perfume.house.id, ...cards.map(({ houseId }) => houseId)].map(houseGroup),
    ...perfume.notes.map(({ id }) => noteGroup(id)),
  ]);
  // Whatever changes on a card says "catalogue" too.
  return groups.size > MOST_GROUPS ? [...CATALOGUE_PAGE, perfumeGroup(perfume.id)] : [...groups];
}
