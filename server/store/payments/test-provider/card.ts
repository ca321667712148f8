/** The numbers that real providers' test modes use. */

export type CardAnswer = 'paid' | 'declined' | 'unknown-card';

const ANSWERS: ReadonlyMap<string, CardAnswer> = new Map([
  ['4242424242424242', 'paid'],
  ['4000000000000002', 'declined'],
]);

export const answerToCard = (number: string): CardAnswer =>
  ANSWERS.get(number.replaceAll(/[ -]/g, '')) ?? 'unknown-card';
