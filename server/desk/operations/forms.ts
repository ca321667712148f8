import { z } from 'zod';
import { AppError } from '../../process/errors';

/** @throws AppError not-found */
export function readMailId(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new AppError('not-found');
  return Number(text);
}

const part = z.object({
  mails: z.enum(['failed', 'queued']).catch('failed'),
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).nullable().catch(null),
});

export const readPart = (query: unknown) => part.parse({ before: null, ...(typeof query === 'object' ? query : {}) });
