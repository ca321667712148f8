/** What is known only when it is made, as a link or recovery codes: its page can be loaded again for ten minutes. */
import type { Request } from 'express';
import type { z } from 'zod';
import type { Keys } from '../../process/keys';
import { openValue, sealValue } from '../../web/sealed-value';

const VALID_MS = 10 * 60 * 1000;
const kindOf = (path: string): string => `shown ${path}`;

/** @param path of the page that shows it @returns for the session */
export const toShow = (keys: Pick<Keys, 'seals'>, path: string, what: unknown, now: Date): string =>
  sealValue(keys, kindOf(path), what, { now, validMs: VALID_MS });

/** @returns null on another page, and when its time is over */
export function shownHere<T>(
  keys: Pick<Keys, 'seals'>,
  { session, path }: Request,
  shape: z.ZodType<T>,
  now: Date,
): T | null {
  return openValue(keys, session.shown, { kind: kindOf(path), shape, now })?.value ?? null;
}
