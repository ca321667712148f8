/** Which card numbers the test provider knows. They are the ones that real providers' test modes use. */

export type CardAnswer = 'paid' | 'declined' | 'unknown-card';

const ANSWERS: ReadonlyMap<string, CardAnswer> = new Map([
  ['4242424242424242', 'paid'],
  ['4000000000000002', 'declined'],
]);

/** Takes the number as people type it: in groups, with blanks or hyphens. */
export function answerToCard(number: string): CardAnswer {
  return ANSWERS.get(number.replaceAll(/[ -]/g, '')) ?? 'unknown-card';
}
