/** What others may use of the change feed beside its service: memories, and the names of what pages are made from. */
export { cardGroup, CATALOGUE_PAGE, houseGroup, MOST_GROUPS, noteGroup, perfumeGroup } from './groups';
export { createMemories, type Memories } from './memories';
