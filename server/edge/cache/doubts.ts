/** Which pages may show what has changed since: a change is missed while the purge stream is down. */
import type { Page } from './page';

export class Doubts {
  /** Changes when the stream comes back: of what was kept before it something may have been missed. */
  era = 0;
  missesNothing = false;
  private readonly doubted = new WeakSet<Page>();

  /** Whether it must be validated before it is shown. */
  concern(page: Page): boolean {
    return !page.lifetime.immutable && (!this.missesNothing || page.era !== this.era || this.doubted.has(page));
  }

  add(pages: Iterable<Page>): void {
    for (const page of pages) this.doubted.add(page);
  }

  connected(): void {
    this.era += 1;
    this.missesNothing = true;
  }

  disconnected(): void {
    this.missesNothing = false;
  }
}
