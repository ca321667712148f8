/** Every form of the desk carries a key: whom it was shown to, and when it was. Only the desk can make one. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Keys } from '../../process/keys';
import { openSealed, seal } from '../../process/seal';

export interface FormKey {
  /** Of this rendering of the page. */
  readonly id: string;
  readonly staffId: string;
}

const shape = z.strictObject({ id: z.string(), staffId: z.string() });

export function makeFormKey(keys: Pick<Keys, 'seals'>, staffId: string): string {
  return seal(keys, JSON.stringify({ id: randomUUID(), staffId } satisfies FormKey), 'form').toString('base64url');
}

/** @returns null where there is none of ours, as in a page that was opened before there were any */
export function readFormKey(keys: Pick<Keys, 'seals'>, body: unknown): FormKey | null {
  const sent = typeof body === 'object' && body !== null && 'form_key' in body ? body.form_key : null;
  return typeof sent === 'string' ? openedOrNull(keys, sent, shape) : null;
}

export function openedOrNull<T>(keys: Pick<Keys, 'seals'>, sealed: string, kind: z.ZodType<T>): T | null {
  try {
    return kind.parse(JSON.parse(openSealed(keys, Buffer.from(sealed, 'base64url'), 'form')));
  } catch {
    return null;
  }
}
