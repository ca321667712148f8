/** Stale pages (RFC 5861): who waits for a validation, for how long, and which happen behind the visitors' backs. */
import type { Logger } from '../../process/logger';
import type { Outcome } from './outcome';
import type { Page } from './page';
import type { Asked } from './questions';

/** Between two renewals of one page that nobody waits for. */
const RENEWAL_PAUSE_MS = 1_000;
/** After a failed validation nobody waits for another. */
const FAILURE_LASTS_MS = 2_000;
/** The longest that a visitor waits while there is a page that may be shown without it. */
const PATIENCE_MS = 2_000;

type Ask = () => Asked<Outcome>;

const sleep = (ms: number): Promise<null> => new Promise((resolve) => void setTimeout(resolve, ms, null).unref());

export class Validation {
  private readonly renewalAtMs = new WeakMap<Page, number>();
  private readonly failureAtMs = new WeakMap<Page, number>();

  constructor(
    private readonly nowMs: () => number,
    private readonly logger: Logger,
  ) {}

  renewLater(page: Page, ask: Ask): void {
    if (this.isWithin(this.renewalAtMs, page, RENEWAL_PAUSE_MS)) return;
    const { asking, shared } = ask();
    if (shared) return;
    this.renewalAtMs.set(page, this.nowMs());
    asking
      .then((outcome) => this.noteFailure(page, outcome))
      .catch((error: unknown) => this.logger.error({ err: error }, 'a page could not be renewed'));
  }

  /** @returns null where the page is to be shown as it is, which only a usable one is */
  async validate(page: Page, usable: boolean, ask: Ask): Promise<{ outcome: Outcome; shared: boolean } | null> {
    if (usable && this.isWithin(this.failureAtMs, page, FAILURE_LASTS_MS)) {
      this.renewLater(page, ask);
      return null;
    }
    const { asking, shared } = ask();
    if (!usable) return { outcome: await asking, shared };
    const outcome = await Promise.race([asking, sleep(PATIENCE_MS)]);
    const failed = this.noteFailure(page, outcome);
    return outcome === null || failed ? null : { outcome, shared };
  }

  private isWithin(times: WeakMap<Page, number>, page: Page, ms: number): boolean {
    return this.nowMs() - (times.get(page) ?? -Infinity) < ms;
  }

  /** @param outcome null: none in time */
  private noteFailure(page: Page, outcome: Outcome | null): boolean {
    const failed = outcome === null || outcome.kind === 'failed' || outcome.kind === 'answer';
    if (failed) this.failureAtMs.set(page, this.nowMs());
    return failed;
  }
}
