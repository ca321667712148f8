export { digestOf, findHead, guessLayout, isWhole } from './layout';
export type { Doubt, Proposal, Proposals } from './matching';
export { type ReadStatement, readStatement, type RowFault } from './reading';
