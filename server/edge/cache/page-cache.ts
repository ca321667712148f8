// The page cache (RFC 9111). What a purge names is gone. What may have been missed while the purge stream was down is
// validated with the shop before it is shown; only where the shop can't answer it is shown as it is.
import type { Logger } from '../../process/logger';
import { asError } from '../../process/thrown';
import { Doubts } from './doubts';
import type { Origin, OriginAnswer, OriginQuestion } from './origin';
import { outcomeOf, type Outcome } from './outcome';
import { freshnessOf, usableOnError, type Page } from './page';
import { Passes } from './passes';
import { createPurgeLog, EVERYTHING, type PurgeLog } from './purge-log';
import { Questions, type Asked } from './questions';
import { createPageStore, type PageStore } from './store';
import { Validation } from './validation';

export type Verdict = 'hit' | 'stale' | 'stale-error' | 'revalidated' | 'miss' | 'collapsed' | 'pass';

type Shown = Extract<Outcome, { readonly kind: 'page' | 'answer' }>;
export type Found = Exclude<Outcome, Shown> | (Shown & { readonly verdict: Verdict });

export type Question = Omit<OriginQuestion, 'ifNoneMatch' | 'patient'>;
type Place = Pick<Question, 'address' | 'authority'>;

export interface PageCache {
  /** What may be shown as it is; null where there is anything to be asked or renewed. */
  peek(question: Place): Page | null;
  find(question: Question): Found | Promise<Found>;
  /** From the purge stream. `*`: everything. */
  purge(groups: readonly string[]): void;
  /** The stream is up: from now on no change is missed. */
  connected(): void;
  disconnected(): void;
  close(): void;
}

// A worker may have answered from its memory just before it heard of a change: what was kept since a purge is validated
// once, this long after it.
const SECOND_LOOK_MS = 500;

const keyOf = ({ authority, address }: Place): string => `${authority} ${address}`;

function withVerdict(outcome: Outcome, verdict: Verdict): Found {
  return outcome.kind === 'page' || outcome.kind === 'answer' ? { ...outcome, verdict } : outcome;
}

type Ask = (question: Question, known: Page | undefined) => Promise<Outcome>;

function createAsking(room: {
  readonly origin: Origin;
  readonly store: PageStore;
  readonly log: PurgeLog;
  readonly passes: Passes;
  readonly doubts: Doubts;
  readonly nowMs: () => number;
  readonly logger: Logger;
}): Ask {
  const { origin, store, log, passes, doubts, nowMs, logger } = room;

  /** A purge that came meanwhile: those who had asked before it may see this, nobody else. */
  function keep(key: string, outcome: Outcome, since: number): void {
    if (outcome.kind === 'pass') {
      store.delete(key);
      passes.add(key);
    } else if (outcome.kind === 'page' && !log.concerns(since, outcome.page.groups)) store.set(outcome.page);
  }

  return async (question, known) => {
    const key = keyOf(question);
    const since = log.now();
    const facts = { key, askedAtMs: nowMs(), era: doubts.era };
    const patient = !known || !usableOnError(known, nowMs() - known.bornAtMs);
    let answer: OriginAnswer;
    try {
      answer = await origin.ask({ ...question, ifNoneMatch: known?.etag ?? null, patient });
    } catch (error) {
      return { kind: 'failed', error: asError(error) };
    }
    const outcome = await outcomeOf(answer, known, facts).catch((error: unknown): Outcome => {
      logger.error({ err: error, key }, 'an answer could not be kept');
      return { kind: 'pass' };
    });
    keep(key, outcome, since);
    return outcome;
  };
}

export function createPageCache(options: {
  readonly origin: Origin;
  readonly maxBytes: number;
  readonly nowMs: () => number;
  readonly logger: Logger;
}): PageCache {
  const { origin, nowMs, logger } = options;
  const store = createPageStore({ maxBytes: options.maxBytes });
  const log = createPurgeLog();
  const passes = new Passes(nowMs);
  const doubts = new Doubts();
  const { hasRoomFor } = origin;
  const questions = new Questions<Outcome>({ hasRoomFor, missesNothing: () => doubts.missesNothing, nowMs });
  const validation = new Validation(nowMs, logger);
  const secondLooks = new Set<NodeJS.Timeout>();

  const ageOf = (page: Page): number => nowMs() - page.bornAtMs;

  const ask = createAsking({ origin, store, log, passes, doubts, nowMs, logger });
  const askOnce = (question: Question, known?: Page): Asked<Outcome> =>
    questions.ask(keyOf(question), question.block, () => ask(question, known));

  async function validate(question: Question, page: Page): Promise<Found> {
    const found = await validation.validate(page, usableOnError(page, ageOf(page)), () => askOnce(question, page));
    if (!found) return { kind: 'page', page, verdict: 'stale-error' };
    return withVerdict(found.outcome, found.shared ? 'collapsed' : 'revalidated');
  }

  async function fetch(question: Question): Promise<Found> {
    const { asking, shared } = askOnce(question);
    return withVerdict(await asking, shared ? 'collapsed' : 'miss');
  }

  /** Who asks from now on must not get the answer to a question from before, nor may that be kept. */
  function breakOff(groups: readonly string[]): void {
    log.add(groups);
    questions.breakOff();
    passes.clear();
  }

  function lookAgain(groups: readonly string[]): void {
    breakOff(groups);
    doubts.add(groups.includes(EVERYTHING) ? store.all() : groups.flatMap((group) => store.pagesOf(group)));
  }

  return {
    peek(question) {
      const page = store.get(keyOf(question));
      return page && !doubts.concern(page) && freshnessOf(page, ageOf(page)) === 'fresh' ? page : null;
    },
    find(question) {
      const key = keyOf(question);
      const page = store.get(key);
      if (!page) return passes.has(key) ? { kind: 'pass' } : fetch(question);
      const freshness = doubts.concern(page) ? 'stale' : freshnessOf(page, ageOf(page));
      if (freshness === 'stale') return validate(question, page);
      if (freshness === 'fresh') return { kind: 'page', page, verdict: 'hit' };
      validation.renewLater(page, () => askOnce(question, page));
      return { kind: 'page', page, verdict: 'stale' };
    },
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
      doubts.connected();
      questions.breakOff();
    },
    disconnected: () => doubts.disconnected(),
    close() {
      for (const timer of secondLooks) clearTimeout(timer);
    },
  };
}
