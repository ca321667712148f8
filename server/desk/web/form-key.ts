/** Every form of the desk carries a key: whom it was shown to, and in which page. Only the desk can make one. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Keys } from '../../process/keys';
import { openValue, sealValue } from '../../web/sealed-value';

const shape = z.strictObject({
  /** Of this rendering of the page. */
  id: z.string(),
  staffId: z.string(),
});
export type FormKey = z.infer<typeof shape>;

const KIND = 'form-key';
/** Longer than a page stays open. */
const VALID_MS = 30 * 24 * 60 * 60 * 1000;

export function makeFormKey(keys: Pick<Keys, 'seals'>, staffId: string, now: Date): string {
  const key: FormKey = { id: randomUUID(), staffId };
  return sealValue(keys, KIND, key, { now, validMs: VALID_MS });
}

/** @returns null where there is none of ours, as in a page that was opened before there were any */
export function readFormKey(keys: Pick<Keys, 'seals'>, body: unknown, now: Date): FormKey | null {
  const sent = typeof body === 'object' && body !== null && 'form_key' in body ? body.form_key : null;
  return typeof sent === 'string' ? (openValue(keys, sent, { kind: KIND, shape, now })?.value ?? null) : null;
}
