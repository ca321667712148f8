/** What an account's e-mail, name and password must be. Each fault is a code that the texts of storefront and desk have words for. */
import { z } from 'zod';
import { holdsLink } from '../contacts';
import { normalizeEmail } from './model';
import { passwordProblem, type Chooser, type PasswordProblem } from './password-rules';

const NAME_MAX = 80;
const EMAIL_MAX = 254;

type Fault =
  | 'email-empty'
  | 'email-invalid'
  | 'name-empty'
  | 'name-long'
  | 'name-invalid'
  | 'name-link'
  | 'password-empty'
  | `password-${PasswordProblem}`;

/** By field. */
export type FieldErrors = Readonly<Record<string, Fault>>;

/** Either everything is right, or these fields are wrong. */
export type Checked<T> = { readonly value: T } | { readonly errors: FieldErrors };

/** @param min characters that the password needs, where it isn't a shopper's */
export function checkRegister(
  form: { readonly email: string; readonly name: string; readonly password: string },
  min?: number,
): Checked<{ readonly email: string; readonly name: string; readonly password: string }> {
  const email = normalizeEmail(form.email);
  const name = form.name.normalize('NFC').trim();
  return checked(
    { email, name, password: form.password },
    {
      name: nameError(name),
      email: emailError(email),
      password: newPasswordError(form.password, { email, name, min }),
    },
  );
}

export function checkSignIn(form: { readonly email: string; readonly password: string }): Checked<{
  readonly email: string;
  readonly password: string;
}> {
  const email = normalizeEmail(form.email);
  return checked(
    { email, password: form.password },
    { email: emailError(email), password: form.password === '' ? 'password-empty' : null },
  );
}

export function checkForgot(form: { readonly email: string }): Checked<{ readonly email: string }> {
  const email = normalizeEmail(form.email);
  return checked({ email }, { email: emailError(email) });
}

export function checkNewPassword(password: string, who: Chooser): Checked<{ readonly password: string }> {
  return checked({ password }, { password: newPasswordError(password, who) });
}

export function checkPasswordChange(
  form: { readonly current: string; readonly password: string },
  who: Chooser,
): Checked<{ readonly current: string; readonly password: string }> {
  return checked(
    { current: form.current, password: form.password },
    { current: form.current === '' ? 'password-empty' : null, password: newPasswordError(form.password, who) },
  );
}

function checked<T>(value: T, errors: Readonly<Record<string, Fault | null>>): Checked<T> {
  const wrong = Object.entries(errors).filter((entry): entry is [string, Fault] => entry[1] !== null);
  return wrong.length === 0 ? { value } : { errors: Object.fromEntries(wrong) };
}

function emailError(email: string): Fault | null {
  if (email === '') return 'email-empty';
  return email.length <= EMAIL_MAX && z.email().safeParse(email).success ? null : 'email-invalid';
}

/** Names go into letters and labels: any script, but nothing that ends a line or turns the writing round. */
function nameError(name: string): Fault | null {
  if (name === '') return 'name-empty';
  if (Array.from(name).length > NAME_MAX) return 'name-long';
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069]/u.test(name)) return 'name-invalid';
  return holdsLink(name) ? 'name-link' : null;
}

function newPasswordError(password: string, who: Chooser): Fault | null {
  if (password === '') return 'password-empty';
  const problem = passwordProblem(password, who);
  return problem === null ? null : `password-${problem}`;
}
