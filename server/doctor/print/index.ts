export { printPage } from './page';
export { createProgress } from './progress';
export { printTree } from './tree';
export { coverageOf, isBlind, sentenceOf, verdictOf } from './wording';
