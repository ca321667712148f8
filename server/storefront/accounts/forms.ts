/** What the account pages' forms may hold. Fields that no form has, or that come twice, are refused as a whole. */
import { z } from 'zod';
import { AppError } from '../../process/errors';
import { normalizeEmail } from '../../store/accounts/model';
import { passwordProblem } from '../../store/accounts/password-rules';

/** Longer than any field: what exceeds it is no typing error. */
const LONGEST_FIELD = 2_000;
const NAME_MAX = 80;
const EMAIL_MAX = 254;

const field = z.string().max(LONGEST_FIELD).default('');

export const FORMS = {
  register: z.strictObject({ name: field, email: field, password: field, next: field }),
  signIn: z.strictObject({ email: field, password: field, next: field }),
  forgot: z.strictObject({ email: field }),
  reset: z.strictObject({ token: field, password: field }),
  changePassword: z.strictObject({ form_token: field, current: field, password: field }),
  signOut: z.strictObject({ form_token: field }),
} as const;

/** The code of what is wrong with each field, as the texts know it. */
export type FieldErrors = Readonly<Record<string, string>>;

/** @throws AppError bad-request for unknown fields, repeated fields, and bodies that are no form */
export function readForm<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new AppError('bad-request');
  return parsed.data;
}

/** Either everything is right, or these fields are wrong. */
export type Checked<T> = { readonly value: T } | { readonly errors: FieldErrors };

export function checkRegister(form: z.output<typeof FORMS.register>): Checked<{
  readonly email: string;
  readonly name: string;
  readonly password: string;
}> {
  const email = normalizeEmail(form.email);
  const name = form.name.normalize('NFC').trim();
  return checked(
    { email, name, password: form.password },
    { name: nameError(name), email: emailError(email), password: newPasswordError(form.password, email) },
  );
}

export function checkSignIn(form: z.output<typeof FORMS.signIn>): Checked<{
  readonly email: string;
  readonly password: string;
}> {
  const email = normalizeEmail(form.email);
  return checked(
    { email, password: form.password },
    { email: emailError(email), password: form.password === '' ? 'password-empty' : null },
  );
}

export function checkForgot(form: z.output<typeof FORMS.forgot>): Checked<{ readonly email: string }> {
  const email = normalizeEmail(form.email);
  return checked({ email }, { email: emailError(email) });
}

export function checkNewPassword(password: string, email: string): Checked<{ readonly password: string }> {
  return checked({ password }, { password: newPasswordError(password, email) });
}

export function checkPasswordChange(
  form: z.output<typeof FORMS.changePassword>,
  email: string,
): Checked<{ readonly current: string; readonly password: string }> {
  return checked(
    { current: form.current, password: form.password },
    { current: form.current === '' ? 'password-empty' : null, password: newPasswordError(form.password, email) },
  );
}

function checked<T>(value: T, errors: Readonly<Record<string, string | null>>): Checked<T> {
  const wrong = Object.entries(errors).filter((entry): entry is [string, string] => entry[1] !== null);
  return wrong.length === 0 ? { value } : { errors: Object.fromEntries(wrong) };
}

function emailError(email: string): string | null {
  if (email === '') return 'email-empty';
  return email.length <= EMAIL_MAX && z.email().safeParse(email).success ? null : 'email-invalid';
}

/** Names go into letters and labels: any script, but nothing that ends a line or turns the writing round. */
function nameError(name: string): string | null {
  if (name === '') return 'name-empty';
  if (Array.from(name).length > NAME_MAX) return 'name-long';
  return /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069]/u.test(name) ? 'name-invalid' : null;
}

function newPasswordError(password: string, email: string): string | null {
  if (password === '') return 'password-empty';
  const problem = passwordProblem(password, email);
  return problem === null ? null : `password-${problem}`;
}
