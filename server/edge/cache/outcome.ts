import type { OriginAnswer } from './origin';
import { pageOf, renewed, type Page } from './page';

export type Outcome =
  | { readonly kind: 'page'; readonly page: Page }
  /** The shop's answer to everybody who asked for it at this moment; not kept. */
  | { readonly kind: 'answer'; readonly answer: OriginAnswer }
  /** Not for the cache: the visitor's own request has to go to the shop. */
  | { readonly kind: 'pass' }
  | { readonly kind: 'failed'; readonly error: Error };

/**
 * @param known what was kept, for an answer of 304
 * @throws Error for a body that isn't what its head says
 */
export async function outcomeOf(
  answer: OriginAnswer,
  known: Page | undefined,
  facts: Parameters<typeof pageOf>[0],
): Promise<Outcome> {
  if (answer.status >= 500 && answer.body !== null) return { kind: 'answer', answer };
  const page = answer.status === 304 && known ? renewed(known, facts, answer) : await pageOf(facts, answer);
  return page ? { kind: 'page', page } : { kind: 'pass' };
}
