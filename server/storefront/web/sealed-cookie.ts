/** What a browser keeps for itself, and only the shop can read or make: nothing of it is stored here. */
import type { CookieOptions } from 'express';
import { z } from 'zod';
import type { Keys } from '../../process/keys';
import { openSealed, seal } from '../../process/seal';

export const SEALED_COOKIE = { secure: true, httpOnly: true, sameSite: 'lax' } as const satisfies CookieOptions;

interface Times {
  readonly now: Date;
  readonly validMs: number;
}

type SealKeys = Pick<Keys, 'seals'>;

/** @param kind what it is: a cookie of one kind is none of another, under whatever name it comes back */
export function sealedCookie(keys: SealKeys, kind: string, value: unknown, { now, validMs }: Times): string {
  return seal(keys, JSON.stringify({ kind, until: now.getTime() + validMs, value }), 'form').toString('base64url');
}

/** @returns null for what has ended, or isn't ours */
export function openSealedCookie<T>(
  keys: SealKeys,
  cookie: string,
  { kind, shape, now }: { readonly kind: string; readonly shape: z.ZodType<T>; readonly now: Date },
): { readonly value: T; readonly until: number } | null {
  try {
    const parsed: unknown = JSON.parse(openSealed(keys, Buffer.from(cookie, 'base64url'), 'form'));
    const read = z.object({ kind: z.literal(kind), until: z.number(), value: shape }).safeParse(parsed);
    return read.success && read.data.until > now.getTime() ? read.data : null;
  } catch {
    return null;
  }
}
