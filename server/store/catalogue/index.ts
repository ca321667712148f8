/** What others may use of the catalogue beside its service: words of scent, what a page is made from, what is alike. */
export { relatePerfumes } from './alike/service';
export { perfumePageGroups } from './page-groups';
export { accordName, concentrationName, familyName } from './vocabulary';
