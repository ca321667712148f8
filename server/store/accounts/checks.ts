/** Each fault is a code that the texts of storefront and desk have words for. */
import { email, emailAsMeant, normalizeEmail } from '../../values/email';
import { LONGEST } from '../../values/limits';
import { plainLine } from '../../values/links';
import { mapFaults, readAll, type Parser, type ValueError } from '../../values/reading';
import { passwordProblem, type Chooser, type PasswordProblem } from './password-rules';

type Fault =
  | 'email-empty'
  | 'email-invalid'
  | 'name-empty'
  | 'name-long'
  | 'name-invalid'
  | 'name-link'
  | 'password-empty'
  | `password-${PasswordProblem}`;

type Checked<T, F = Fault> = { readonly value: T } | { readonly errors: Readonly<Record<string, F>> };

/** Names go into letters and labels. */
const name = plainLine(LONGEST.name, { required: true });

const NAME_FAULTS: Readonly<Partial<Record<ValueError['code'], Fault>>> = {
  required: 'name-empty',
  long: 'name-long',
  link: 'name-link',
};

function faultOf({ code }: ValueError, field: 'name' | 'email'): Fault {
  if (field === 'name') return NAME_FAULTS[code] ?? 'name-invalid';
  return code === 'required' ? 'email-empty' : 'email-invalid';
}

function checkContact<Name extends 'name' | 'email', F>(
  parsers: Readonly<Record<Name, Parser<string>>>,
  form: Readonly<Record<Name, string>>,
  wording: (fault: ValueError, field: NoInfer<Name>) => F,
): Checked<Readonly<Record<Name, string>>, F> {
  const read = readAll(parsers, form);
  return 'value' in read ? read : { errors: mapFaults(read.faults, wording) };
}

export const checkName = (form: { readonly name: string }) => checkContact({ name }, form, faultOf);
export const checkInvitation = (form: { readonly name: string; readonly email: string }) =>
  checkContact({ name, email }, form, faultOf);
export const checkForgot = (form: { readonly email: string }) => checkContact({ email }, form, faultOf);

/** @param asked an e-mail that looks misspelt, and was asked about */
export function checkRegister(
  form: { readonly email: string; readonly name: string; readonly password: string },
  asked: string,
): Checked<{ readonly email: string; readonly name: string; readonly password: string }, Fault | 'email-misspelt'> {
  const contact = checkContact({ name, email: emailAsMeant(asked) }, form, (fault, field) =>
    fault.code === 'misspelt' ? ('email-misspelt' as const) : faultOf(fault, field),
  );
  return both(contact, checkNewPassword(form.password, { email: normalizeEmail(form.email), name: form.name }));
}

export function checkSignIn(form: { readonly email: string; readonly password: string }): Checked<{
  readonly email: string;
  readonly password: string;
}> {
  const { password } = form;
  return both(checkForgot(form), checked({ password }, { password: password === '' ? 'password-empty' : null }));
}

export const checkNewPassword = (password: string, who: Chooser): Checked<{ readonly password: string }> =>
  checked({ password }, { password: newPasswordError(password, who) });

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

export const both = <A, B, F, G>(one: Checked<A, F>, other: Checked<B, G>): Checked<A & B, F | G> =>
  'value' in one && 'value' in other
    ? { value: { ...one.value, ...other.value } }
    : { errors: { ...('errors' in one && one.errors), ...('errors' in other && other.errors) } };

function newPasswordError(password: string, who: Chooser): Fault | null {
  if (password === '') return 'password-empty';
  const problem = passwordProblem(password, who);
  return problem === null ? null : `password-${problem}`;
}
