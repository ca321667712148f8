/** What others may use of the catalogue beside its service: words of scent, and what a page is made from. */
export { perfumePageGroups } from './page-groups';
export { accordName, concentrationName, familyName } from './vocabulary';
