import { z } from 'zod';

const field = z.string().max(4_000).default('');

export const FORMS = {
  block: z.strictObject({ block_reason: field }),
  erase: z.strictObject({ email: field }),
} as const;
