export { printPage } from './page';
export { createProgress } from './progress';
export { printTree } from './tree';
export { candidatesOf, coverageOf, isBlind, sentenceOf, verdictOf } from './wording';
