/** A click that was sent twice adds once: its twin is known by a key, or by the same goods within a moment. */
import type { Goods } from './model';

export interface Addition {
  readonly mark: string;
  /** In milliseconds. */
  readonly at: number;
}

/** The key that a script made for the click; 'form': a page that is the same for everybody has none to give. */
export type SentBy = { readonly key: string } | 'form';

const TWIN_OF_FORM_MS = 2_000;
const TWIN_OF_KEY_MS = 10 * 60 * 1000;
const MOST_KEPT = 8;

/** @returns the additions as they are to be kept; null for a twin, which adds nothing */
export function withAddition(
  recent: readonly Addition[],
  { variantId, quantity }: Goods,
  sentBy: SentBy,
  now: Date,
): readonly Addition[] | null {
  const goods = `${variantId}.${quantity}`;
  const [mark, withinMs] = sentBy === 'form' ? [goods, TWIN_OF_FORM_MS] : [`${goods} ${sentBy.key}`, TWIN_OF_KEY_MS];
  const at = now.getTime();
  if (recent.some((one) => one.mark === mark && at - one.at < withinMs)) return null;
  return [...recent, { mark, at }].slice(-MOST_KEPT);
}
