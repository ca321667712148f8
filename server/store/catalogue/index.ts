export { relatePerfumes } from './alike/service';
export { perfumePageGroups } from './page-groups';
export { accordName, concentrationName, familyName } from './vocabulary';
