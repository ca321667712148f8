export { cardGroup, CATALOGUE_PAGE, houseGroup, MOST_GROUPS, noteGroup, perfumeGroup } from './groups';
export { createMemories, type Memories } from './memories';
