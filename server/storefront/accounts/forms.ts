/** What the account pages' forms may hold. Fields that no form has, or that come twice, are refused as a whole. */
import { z } from 'zod';

/** Longer than any field: what exceeds it is no typing error. */
const LONGEST_FIELD = 2_000;

const field = z.string().max(LONGEST_FIELD).default('');

export const FORMS = {
  register: z.strictObject({ name: field, email: field, password: field, next: field }),
  signIn: z.strictObject({ email: field, password: field, next: field }),
  forgot: z.strictObject({ email: field }),
  reset: z.strictObject({ token: field, password: field }),
  changePassword: z.strictObject({ form_token: field, current: field, password: field }),
  signOut: z.strictObject({ form_token: field }),
  endSession: z.strictObject({ form_token: field, session: z.string().regex(/^[0-9a-f]{64}$/) }),
} as const;
