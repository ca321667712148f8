/** What a browser or a session keeps for a time, and only the shop can read or make. */
import type { CookieOptions } from 'express';
import { z } from 'zod';
import type { Keys } from '../process/keys';
import { openSealed, seal } from '../process/seal';

/** Where it is a cookie of its own. */
export const SEALED_COOKIE = { secure: true, httpOnly: true, sameSite: 'lax' } as const satisfies CookieOptions;

interface Times {
  readonly now: Date;
  readonly validMs: number;
}

type SealKeys = Pick<Keys, 'seals'>;

/** @param kind what it is: a value of one kind is none of another, wherever it comes back */
export function sealValue(keys: SealKeys, kind: string, value: unknown, { now, validMs }: Times): string {
  return seal(keys, JSON.stringify({ kind, until: now.getTime() + validMs, value }), 'form').toString('base64url');
}

/** @returns null for what has ended, or isn't ours */
export function openValue<T>(
  keys: SealKeys,
  sealed: string | undefined,
  { kind, shape, now }: { readonly kind: string; readonly shape: z.ZodType<T>; readonly now: Date },
): { readonly value: T; readonly until: number } | null {
  if (sealed === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(openSealed(keys, Buffer.from(sealed, 'base64url'), 'form'));
    const read = z.object({ kind: z.literal(kind), until: z.number(), value: shape }).safeParse(parsed);
    return read.success && read.data.until > now.getTime() ? read.data : null;
  } catch {
    return null;
  }
}
