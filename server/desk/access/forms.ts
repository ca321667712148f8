/** What the forms of signing in, of one's own account and of people may hold. Unknown fields are refused. */
import { z } from 'zod';
import { LOCALES } from '../../i18n/locale';
import { checkRegister, DESK_PASSWORD_MIN } from '../../store/accounts';
import { normalizeEmail } from '../../store/accounts/model';
import { isPlainAddress } from '../../store/mail/model';
import { type FieldErrors } from '../../web/forms';
import { ROLES } from '../permissions';
import type { AccessFault } from './presenter';

/** Longer than any field: what exceeds it is no typing error. */
const field = z.string().max(2_000).default('');

export const FORMS = {
  signIn: z.strictObject({ email: field, password: field, next: field }),
  code: z.strictObject({ code: field, recovery: field }),
  setUp: z.strictObject({ name: field, password: field, locale: z.enum(LOCALES) }),
  oneCode: z.strictObject({ code: field }),
  nothing: z.strictObject({}),
  profile: z.strictObject({ name: field, locale: z.enum(LOCALES) }),
  password: z.strictObject({ current: field, password: field }),
  session: z.strictObject({ session: z.string().regex(/^[0-9a-f]{64}$/) }),
  invite: z.strictObject({ email: field, name: field, role: z.enum(ROLES) }),
  role: z.strictObject({ role: z.enum(ROLES) }),
} as const;

/** A person's id out of an address. @returns null for what can't be one */
export const readId = (text: string): string | null => (z.uuid().safeParse(text).success ? text : null);

/** What is wrong with a name and a password, by the shop's own rules. */
export function setUpErrors(form: z.output<typeof FORMS.setUp>, email: string): FieldErrors<AccessFault> {
  const checked = checkRegister({ name: form.name, email, password: form.password }, DESK_PASSWORD_MIN);
  if (!('errors' in checked)) return {};
  const { name, password } = checked.errors;
  return { ...(name ? { name } : {}), ...(password ? { password } : {}) };
}

export function nameErrors(name: string): FieldErrors<AccessFault> {
  // A password that is never wrong: only the name is looked at.
  const checked = checkRegister({ name, email: 'nobody@example.com', password: 'not looked at here' });
  return 'errors' in checked && checked.errors['name'] ? { name: checked.errors['name'] } : {};
}

export const cleanName = (name: string): string => name.normalize('NFC').trim();

export function inviteErrors(form: z.output<typeof FORMS.invite>): FieldErrors<AccessFault> {
  const email = normalizeEmail(form.email);
  const wrong = email === '' ? 'email-empty' : isMailbox(email) ? null : 'email-invalid';
  return { ...(wrong ? { email: wrong } : {}), ...nameErrors(form.name) };
}

/** What a person can be reached at, and can sign in as. */
export const isMailbox = (email: string): boolean => isPlainAddress(email) && email.length >= 3;
