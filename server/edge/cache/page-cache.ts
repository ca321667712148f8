/**
 * The page cache (RFC 9111): what of the public pages is in memory, whether it may be shown, and the one question to
 * the shop where it may not. What a purge names is gone. What may have been missed, because the purge stream was down,
 * stays, but is validated with the shop before it is shown; only where the shop can't answer it is shown as it is.
 */
import type { Logger } from '../../process/logger';
import { asError } from '../../process/thrown';
import type { Origin, OriginAnswer, OriginQuestion } from './origin';
import { freshnessOf, pageOf, renewed, usableOnError, type Page } from './page';
import { createPurgeLog, EVERYTHING } from './purge-log';
import { createPageStore } from './store';

/** For the access log. */
export type Verdict = 'hit' | 'stale' | 'stale-error' | 'revalidated' | 'miss' | 'collapsed' | 'pass';

export type Found =
  | { readonly kind: 'page'; readonly page: Page; readonly verdict: Verdict }
  /** The shop's answer to everybody who asked for it at this moment; not kept. */
  | { readonly kind: 'answer'; readonly answer: OriginAnswer; readonly verdict: Verdict }
  /** Not for the cache: the visitor's own request has to go to the shop. */
  | { readonly kind: 'pass' }
  | { readonly kind: 'failed'; readonly error: Error };

export type Question = Omit<OriginQuestion, 'ifNoneMatch' | 'patient'>;
type Place = Pick<Question, 'address' | 'authority'>;

export interface PageCache {
  /** What may be shown as it is; null where there is anything to be asked or renewed. */
  peek(question: Place): Page | null;
  /** At once where it is in memory. */
  find(question: Question): Found | Promise<Found>;
  /** From the purge stream. `*`: everything. */
  purge(groups: readonly string[]): void;
  /** The stream is up: from now on no change is missed. */
  connected(): void;
  disconnected(): void;
  readonly bytes: () => number;
  close(): void;
}

export interface PageCacheOptions {
  readonly origin: Origin;
  readonly maxBytes: number;
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly logger: Logger;
}

/** An address whose answer can't be kept is asked for by each visitor himself, for so long without another try. */
const PASS_MS = 10_000;
const MAX_PASSES = 1_000;
/** Between two renewals of one page that nobody waits for. */
const RENEWAL_PAUSE_MS = 1_000;
/** After a failed validation nobody waits for another; the next ones happen behind the visitors' backs. */
const FAILURE_LASTS_MS = 2_000;
/** The longest that a visitor waits for a validation while there is a page that may be shown without it. */
const PATIENCE_MS = 2_000;
/** While the purge stream is down: how old a question may be for somebody else to take its answer. */
const SHAREABLE_MS = 500;
/**
 * Workers hear of a change each on a connection of its own: one of them may have answered from its memory a moment
 * before it heard. So what was kept since a purge is validated once, this long after it.
 */
const SECOND_LOOK_MS = 500;

interface Running {
  readonly asking: Promise<Outcome>;
  readonly askedAtMs: number;
  readonly block: string;
  /** Asked at once: it doesn't wait behind other requests of its address. */
  readonly atOnce: boolean;
}

type Outcome =
  Exclude<Found, { kind: 'page' | 'answer' }> | { kind: 'page'; page: Page } | { kind: 'answer'; answer: OriginAnswer };

const sleep = (ms: number): Promise<null> => new Promise((resolve) => void setTimeout(resolve, ms, null).unref());

export function createPageCache(options: PageCacheOptions): PageCache {
  const { origin, nowMs, logger } = options;
  const store = createPageStore({ maxBytes: options.maxBytes });
  const log = createPurgeLog();
  const inFlight = new Map<string, Running>();
  const passUntilMs = new Map<string, number>();
  /** Whose renewal was begun, and whose renewal has failed, last. */
  const renewalAtMs = new WeakMap<Page, number>();
  const failureAtMs = new WeakMap<Page, number>();
  /** To be validated before they are shown again. */
  const doubted = new WeakSet<Page>();
  const secondLooks = new Set<NodeJS.Timeout>();
  let era = 0;
  let streaming = false;

  const keyOf = ({ authority, address }: Place): string => `${authority} ${address}`;
  const ageOf = (page: Page): number => nowMs() - page.bornAtMs;

  function passes(key: string): boolean {
    const until = passUntilMs.get(key);
    if (until === undefined) return false;
    if (nowMs() < until) return true;
    passUntilMs.delete(key);
    return false;
  }

  function letPass(key: string): Outcome {
    store.delete(key);
    if (passUntilMs.size >= MAX_PASSES) passUntilMs.clear();
    passUntilMs.set(key, nowMs() + PASS_MS);
    return { kind: 'pass' };
  }

  async function readPage(facts: Parameters<typeof pageOf>[0], answer: OriginAnswer): Promise<Page | null> {
    try {
      return await pageOf(facts, answer);
    } catch (error) {
      logger.error({ err: error, key: facts.key }, 'an answer could not be kept');
      return null;
    }
  }

  async function judge(
    answer: OriginAnswer,
    known: Page | undefined,
    facts: { readonly key: string; readonly askedAtMs: number; readonly era: number; readonly since: number },
  ): Promise<Outcome> {
    if (answer.status >= 500 && answer.body !== null) return { kind: 'answer', answer };
    const page = answer.status === 304 && known ? renewed(known, facts, answer) : await readPage(facts, answer);
    if (!page) return letPass(facts.key);
    // A purge that came meanwhile: those who had asked before it may see this, nobody else.
    if (!log.concerns(facts.since, page.groups)) store.set(page);
    return { kind: 'page', page };
  }

  async function ask(question: Question, known: Page | undefined): Promise<Outcome> {
    const key = keyOf(question);
    const facts = { key, askedAtMs: nowMs(), era, since: log.now() };
    const patient = !known || !usableOnError(known, ageOf(known));
    const toOrigin: OriginQuestion = { ...question, ifNoneMatch: known?.etag ?? null, patient };
    try {
      return await judge(await origin.ask(toOrigin), known, facts);
    } catch (error) {
      return { kind: 'failed', error: asError(error) };
    }
  }

  /**
   * While no change is missed, an answer on its way is good for everybody; else only a young one. Nobody waits for
   * another address's turn who has his own: whoever uses up his share of the shop would keep pages from all others.
   */
  function running(key: string, block: string): Promise<Outcome> | null {
    const found = inFlight.get(key);
    if (!found) return null;
    if (!found.atOnce && found.block !== block && origin.hasRoomFor(block)) return null;
    return streaming || nowMs() - found.askedAtMs < SHAREABLE_MS ? found.asking : null;
  }

  /** One question at a time per address: who asks meanwhile gets the same answer. */
  function askOnce(question: Question, known: Page | undefined): { asking: Promise<Outcome>; shared: boolean } {
    const { block } = question;
    const key = keyOf(question);
    const shared = running(key, block);
    if (shared) return { asking: shared, shared: true };
    const atOnce = origin.hasRoomFor(block);
    const asking = ask(question, known).finally(() => {
      if (inFlight.get(key)?.asking === asking) inFlight.delete(key);
    });
    inFlight.set(key, { asking, askedAtMs: nowMs(), block, atOnce });
    return { asking, shared: false };
  }

  const within = (times: WeakMap<Page, number>, page: Page, ms: number): boolean =>
    nowMs() - (times.get(page) ?? -Infinity) < ms;

  function renewLater(question: Question, page: Page): void {
    if (within(renewalAtMs, page, RENEWAL_PAUSE_MS)) return;
    const { asking, shared } = askOnce(question, page);
    if (shared) return;
    renewalAtMs.set(page, nowMs());
    asking
      .then((outcome) => noteFailure(page, outcome))
      .catch((error: unknown) => logger.error({ err: error }, 'a page could not be renewed'));
  }

  function noteFailure(page: Page, outcome: Outcome | null): boolean {
    const failed = outcome === null || outcome.kind === 'failed' || outcome.kind === 'answer';
    if (failed) failureAtMs.set(page, nowMs());
    return failed;
  }

  /** There is a page that may not be shown as it is, unless the shop can't answer. */
  async function validate(question: Question, page: Page): Promise<Found> {
    const asIs: Found = { kind: 'page', page, verdict: 'stale-error' };
    const usable = usableOnError(page, ageOf(page));
    if (usable && within(failureAtMs, page, FAILURE_LASTS_MS)) {
      renewLater(question, page);
      return asIs;
    }
    const { asking, shared } = askOnce(question, page);
    const verdict: Verdict = shared ? 'collapsed' : 'revalidated';
    if (!usable) return withVerdict(await asking, verdict);
    const outcome = await Promise.race([asking, sleep(PATIENCE_MS)]);
    return noteFailure(page, outcome) || outcome === null ? asIs : withVerdict(outcome, verdict);
  }

  async function fetch(question: Question): Promise<Found> {
    const { asking, shared } = askOnce(question, undefined);
    return withVerdict(await asking, shared ? 'collapsed' : 'miss');
  }

  const maybeMissed = (page: Page): boolean =>
    !page.lifetime.immutable && (!streaming || page.era !== era || doubted.has(page));

  function peek(question: Place): Page | null {
    const page = store.get(keyOf(question));
    return page && !maybeMissed(page) && freshnessOf(page, ageOf(page)) === 'fresh' ? page : null;
  }

  function find(question: Question): Found | Promise<Found> {
    const key = keyOf(question);
    const page = store.get(key);
    if (!page) return passes(key) ? { kind: 'pass' } : fetch(question);
    if (!maybeMissed(page)) {
      const freshness = freshnessOf(page, ageOf(page));
      if (freshness === 'fresh') return { kind: 'page', page, verdict: 'hit' };
      if (freshness === 'stale-while-revalidate') {
        renewLater(question, page);
        return { kind: 'page', page, verdict: 'stale' };
      }
    }
    return validate(question, page);
  }

  /** Who asks from now on must not get the answer to a question from before, nor may that be kept. */
  function breakOff(groups: readonly string[]): void {
    log.add(groups);
    inFlight.clear();
    passUntilMs.clear();
  }

  function lookAgain(groups: readonly string[]): void {
    breakOff(groups);
    const pages = groups.includes(EVERYTHING) ? store.all() : groups.flatMap((group) => store.pagesOf(group));
    for (const page of pages) doubted.add(page);
  }

  return {
    peek,
    find,
    purge(groups) {
      breakOff(groups);
      if (groups.includes(EVERYTHING)) store.deleteAll();
      else for (const group of groups) store.deleteGroup(group);
      const timer = setTimeout(() => {
        secondLooks.delete(timer);
        lookAgain(groups);
      }, SECOND_LOOK_MS);
      timer.unref();
      secondLooks.add(timer);
    },
    connected() {
      era += 1;
      streaming = true;
      inFlight.clear();
    },
    disconnected() {
      streaming = false;
    },
    bytes: store.bytes,
    close() {
      for (const timer of secondLooks) clearTimeout(timer);
    },
  };
}

function withVerdict(outcome: Outcome, verdict: Verdict): Found {
  return outcome.kind === 'page' || outcome.kind === 'answer' ? { ...outcome, verdict } : outcome;
}
