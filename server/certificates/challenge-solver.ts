/** How the shop's names are proven to a CA: all that differs between http-01 and dns-01. An order knows no more of it. */
import type { ChallengeType } from '../config/env';

export interface ChallengeAnswer {
  /** The shop's name that is proven by it. */
  readonly name: string;
  readonly token: string;
  /** As RFC 8555 has it for the type: for dns-01 the digest. */
  readonly keyAuthorization: string;
}

export interface Reach {
  /** As far as this machine sees, a CA finds answers where it looks. null: that could not be told. */
  readonly reached: boolean | null;
  /** Their name servers take longer than a CA may wait, or don't answer at all. */
  readonly slowDns: boolean;
}

export interface PreparationOptions {
  readonly say: (doing: string) => Promise<void>;
  readonly signal: AbortSignal;
}

export interface ChallengeSolver {
  readonly type: ChallengeType;
  /** What an order would be no use without, and what comes by itself: it is waited for, and is no attempt yet. */
  prepare(options: PreparationOptions): Promise<void>;
  /** What killed orders left; only while the lock is held. */
  removeLeftOvers(signal: AbortSignal): Promise<void>;
  /** Puts answers in place. Resolves once a CA that looks finds every one. */
  present(answers: readonly ChallengeAnswer[], signal: AbortSignal): Promise<void>;
  /** Never rejects: what stays is removed before the next order. */
  remove(answers: readonly ChallengeAnswer[]): Promise<void>;
  /** Rejects only when `signal` is aborted. */
  lookForNames(signal: AbortSignal): Promise<Reach>;
}
