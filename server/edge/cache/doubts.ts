/** Which pages may show what has changed since: a change is missed while the purge stream is down. */
import type { Page } from './page';

export interface Doubts {
  /** Changes when the stream comes back: of what was kept before it something may have been missed. */
  readonly era: () => number;
  readonly missesNothing: () => boolean;
  /** Whether it must be validated before it is shown. */
  concern(page: Page): boolean;
  add(pages: Iterable<Page>): void;
  /** The stream is up: from now on no change is missed. */
  connected(): void;
  disconnected(): void;
}

export function createDoubts(): Doubts {
  const doubted = new WeakSet<Page>();
  let era = 0;
  let streaming = false;
  return {
    era: () => era,
    missesNothing: () => streaming,
    concern: (page) => !page.lifetime.immutable && (!streaming || page.era !== era || doubted.has(page)),
    add(pages) {
      for (const page of pages) doubted.add(page);
    },
    connected() {
      era += 1;
      streaming = true;
    },
    disconnected() {
      streaming = false;
    },
  };
}
