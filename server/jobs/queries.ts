import type { Executor } from '../db/pool';

export async function deleteExpiredSessions(db: Executor, now: Date): Promise<void> {
  await db.query('delete from sessions where expire < $1', [now]);
}

export async function deleteExpiredRateLimits(db: Executor, now: Date): Promise<void> {
  await db.query('delete from rate_limits where expire < $1', [now.getTime()]);
}

export async function deleteClosedResets(db: Executor, closedBefore: Date): Promise<void> {
  await db.query('delete from password_resets where coalesce(used_at, expires_at) < $1', [closedBefore]);
}
