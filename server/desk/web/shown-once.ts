/** What is known only when it is made, as a link or recovery codes: its page can be loaded again for ten minutes. */
import type { Request } from 'express';
import { z } from 'zod';
import type { Keys } from '../../process/keys';
import { seal } from '../../process/seal';
import { openedOrNull } from './form-key';

const SHOWN_MS = 10 * 60 * 1000;

const shape = z.strictObject({ path: z.string(), what: z.unknown(), at: z.coerce.date() });

/** @param path of the page that shows it @returns for the session */
export function toShow(keys: Pick<Keys, 'seals'>, path: string, what: unknown, now: Date): string {
  return seal(keys, JSON.stringify({ path, what, at: now } satisfies z.infer<typeof shape>), 'form').toString(
    'base64url',
  );
}

/** @returns null on another page, and when its time is over */
export function shownHere<T>(keys: Pick<Keys, 'seals'>, request: Request, kind: z.ZodType<T>, now: Date): T | null {
  const { shown } = request.session;
  const one = shown === undefined ? null : openedOrNull(keys, shown, shape);
  if (one?.path !== request.path || now.getTime() - one.at.getTime() > SHOWN_MS) return null;
  return kind.parse(one.what);
}
