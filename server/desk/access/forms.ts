import { z } from 'zod';
import { LOCALES } from '../../i18n/locale';
import { ROLES } from '../permissions';

/** Longer than any field: what exceeds it is no typing error. */
const field = z.string().max(2_000).default('');

export const FORMS = {
  signIn: z.strictObject({ email: field, password: field, next: field }),
  code: z.strictObject({ code: field, recovery: field }),
  setUp: z.strictObject({ name: field, password: field, locale: z.enum(LOCALES) }),
  oneCode: z.strictObject({ code: field }),
  profile: z.strictObject({ name: field, locale: z.enum(LOCALES) }),
  password: z.strictObject({ current: field, password: field }),
  session: z.strictObject({ session: z.string().regex(/^[0-9a-f]{64}$/) }),
  invite: z.strictObject({ email: field, name: field, role: z.enum(ROLES) }),
  role: z.strictObject({ role: z.enum(ROLES) }),
} as const;
