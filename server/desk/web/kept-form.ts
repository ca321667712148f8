/** What was typed into a form whose sender's session had ended: sealed in the next session, until she is in again. */
import type { Request } from 'express';
import { z } from 'zod';
import type { Keys } from '../../process/keys';
import { seal } from '../../process/seal';
import { openedOrNull, type FormKey } from './form-key';
import { formOf } from './visit';

const KEPT_MS = 60 * 60 * 1000;
const MOST_KEPT = 128 * 1024;

const shape = z.strictObject({
  staffId: z.string(),
  path: z.string(),
  fields: z.record(z.string(), z.unknown()),
  at: z.coerce.date(),
});

export type KeptForm = z.infer<typeof shape>;

/** Forms with a password or a code in them have no way to be shown again, and never come here. @returns false: too long */
export function keepForm(keys: Pick<Keys, 'seals'>, request: Request, { staffId }: FormKey, now: Date): boolean {
  const kept: KeptForm = { staffId, path: request.originalUrl, fields: formOf(request.body), at: now };
  const plain = JSON.stringify(kept);
  if (plain.length > MOST_KEPT) return false;
  request.session.kept = seal(keys, plain, 'form').toString('base64url');
  return true;
}

/** Only for whom it was typed by. */
export function keptForm(keys: Pick<Keys, 'seals'>, request: Request, staffId: string, now: Date): KeptForm | null {
  const { kept } = request.session;
  const form = kept === undefined ? null : openedOrNull(keys, kept, shape);
  return form?.staffId === staffId && now.getTime() - form.at.getTime() <= KEPT_MS ? form : null;
}

/** For a new session of the same browser. */
export const keptIn = ({ session: { kept } }: Request): { readonly kept?: string } =>
  kept === undefined ? {} : { kept };

/** Once the form is sent anew, it is in her hands again. */
export function dropKept({ session }: Request): void {
  delete (session as Partial<typeof session>).kept;
}
