/** What was typed into a form whose sender's session had ended: sealed in the next session, until she is in again. */
import type { Request } from 'express';
import { z } from 'zod';
import type { Keys } from '../../process/keys';
import { openValue, sealValue } from '../../web/sealed-value';
import type { FormKey } from './form-key';
import { formOf } from './visit';

const KIND = 'kept';
const VALID_MS = 60 * 60 * 1000;
const MOST_BYTES = 128 * 1024;

const shape = z.strictObject({ staffId: z.string(), path: z.string(), fields: z.record(z.string(), z.unknown()) });
export type KeptForm = z.infer<typeof shape>;

/** Forms with a password or a code in them have no way to be shown again, and never come here. @returns false: too long */
export function keepForm(keys: Pick<Keys, 'seals'>, request: Request, { staffId }: FormKey, now: Date): boolean {
  const kept: KeptForm = { staffId, path: request.originalUrl, fields: formOf(request.body) };
  const sealed = sealValue(keys, KIND, kept, { now, validMs: VALID_MS });
  if (sealed.length > MOST_BYTES) return false;
  request.session.kept = sealed;
  return true;
}

/** Only for whom it was typed by. */
export function keptForm(keys: Pick<Keys, 'seals'>, request: Request, staffId: string, now: Date): KeptForm | null {
  const form = openValue(keys, request.session.kept, { kind: KIND, shape, now })?.value;
  return form?.staffId === staffId ? form : null;
}

/** For a new session of the same browser. */
export const keptIn = ({ session: { kept } }: Request): { readonly kept?: string } =>
  kept === undefined ? {} : { kept };

/** Once the form is sent anew, it is in her hands again. */
export function dropKept({ session }: Request): void {
  delete (session as Partial<typeof session>).kept;
}
