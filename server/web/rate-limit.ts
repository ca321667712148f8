/** Counted in Postgres, over all workers and restarts. Keys are stored as digests, so the table holds no address. */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Pool } from '../db/pool';
import { addressBlock } from '../http/address-block';

export interface Limit {
  readonly attempts: number;
  readonly windowSeconds: number;
}

export const QUARTER_HOUR = 15 * 60;
export const HOUR = 60 * 60;
export const DAY = 24 * HOUR;

export type Limits<Name extends string = string> = Readonly<Record<Name, Limit>>;

export interface Attempt<Name extends string> {
  readonly limit: Name;
  readonly of: string;
}

export interface RateLimiter<Name extends string> {
  /** In order, before the work: parallel requests can't slip through. @returns null, or which was one too many */
  take(attempts: readonly Attempt<Name>[]): Promise<{ readonly limit: string; readonly waitSeconds: number } | null>;
  /** For attempts that turned out well, which are nobody's guesses. */
  giveBack(attempts: readonly Attempt<Name>[]): Promise<void>;
}

/** `desk` keeps its counts apart from limits of the same name: `signInAddress` is `deskSignInAddress` in the table. */
export type Apart<Name extends string> = `desk${Capitalize<Name>}`;

/** @param others in place of those limits: in tests only */
export function createRateLimiter<Name extends string>(
  pool: Pool,
  limits: Limits<Name>,
  { others = {}, prefix = '' }: { readonly others?: Partial<Limits> | undefined; readonly prefix?: 'desk' | '' } = {},
): RateLimiter<Name> {
  const counters = new Map<string, RateLimiterPostgres>();
  for (const [name, limit] of Object.entries<Limit>(limits)) {
    const stored = prefix && prefix + name.charAt(0).toUpperCase() + name.slice(1);
    const { attempts, windowSeconds } = others[stored || name] ?? limit;
    counters.set(name, createCounter(pool, stored || name, attempts, windowSeconds));
  }
  const counterOf = (name: Name): RateLimiterPostgres => {
    const counter = counters.get(name);
    if (!counter) throw new Error(`there is no limit ${name}`);
    return counter;
  };
  return {
    async take(attempts) {
      for (const { limit, of } of attempts) {
        const waitMs = await consume(counterOf(limit), digest(of));
        if (waitMs !== null) return { limit, waitSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
      }
      return null;
    },
    async giveBack(attempts) {
      for (const { limit, of } of attempts) await counterOf(limit).reward(digest(of), 1);
    },
  };
}

function createCounter(pool: Pool, name: string, points: number, duration: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: name,
    points,
    duration,
    // The jobs process prunes the table; a timer in every worker would do it again.
    clearExpiredByTimeout: false,
  });
}

async function consume(counter: RateLimiterPostgres, key: string): Promise<number | null> {
  try {
    await counter.consume(key);
    return null;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused.msBeforeNext;
    throw refused;
  }
}

const digest = (key: string): string => createHash('sha256').update(key).digest('base64url');

export const addressOf = (request: Request): string => addressBlock(request.ip ?? 'unknown');
