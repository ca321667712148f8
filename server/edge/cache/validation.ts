/**
 * Pages that may not be shown as they are, unless the shop can't answer (RFC 9111, 4.2.4; RFC 5861): who waits for a
 * validation, for how long, and which happen behind the visitors' backs.
 */
import type { Logger } from '../../process/logger';
import type { Outcome } from './outcome';
import type { Page } from './page';

/** Between two renewals of one page that nobody waits for. */
const RENEWAL_PAUSE_MS = 1_000;
/** After a failed validation nobody waits for another. */
const FAILURE_LASTS_MS = 2_000;
/** The longest that a visitor waits while there is a page that may be shown without it. */
const PATIENCE_MS = 2_000;

export interface Asked {
  readonly asking: Promise<Outcome>;
  /** Somebody else has asked already. */
  readonly shared: boolean;
}

export interface Validation {
  renewLater(page: Page, ask: () => Asked): void;
  /** @returns null where the page is to be shown as it is */
  validate(page: Page, usable: boolean, ask: () => Asked): Promise<(Asked & { readonly outcome: Outcome }) | null>;
}

const sleep = (ms: number): Promise<null> => new Promise((resolve) => void setTimeout(resolve, ms, null).unref());

export function createValidation(nowMs: () => number, logger: Logger): Validation {
  const renewalAtMs = new WeakMap<Page, number>();
  const failureAtMs = new WeakMap<Page, number>();

  const within = (times: WeakMap<Page, number>, page: Page, ms: number): boolean =>
    nowMs() - (times.get(page) ?? -Infinity) < ms;

  /** @param outcome null: none in time */
  function noteFailure(page: Page, outcome: Outcome | null): boolean {
    const failed = outcome === null || outcome.kind === 'failed' || outcome.kind === 'answer';
    if (failed) failureAtMs.set(page, nowMs());
    return failed;
  }

  function renewLater(page: Page, ask: () => Asked): void {
    if (within(renewalAtMs, page, RENEWAL_PAUSE_MS)) return;
    const { asking, shared } = ask();
    if (shared) return;
    renewalAtMs.set(page, nowMs());
    asking
      .then((outcome) => noteFailure(page, outcome))
      .catch((error: unknown) => logger.error({ err: error }, 'a page could not be renewed'));
  }

  return {
    renewLater,
    async validate(page, usable, ask) {
      if (usable && within(failureAtMs, page, FAILURE_LASTS_MS)) {
        renewLater(page, ask);
        return null;
      }
      const asked = ask();
      if (!usable) return { ...asked, outcome: await asked.asking };
      const outcome = await Promise.race([asked.asking, sleep(PATIENCE_MS)]);
      const failed = noteFailure(page, outcome);
      return outcome === null || failed ? null : { ...asked, outcome };
    },
  };
}
