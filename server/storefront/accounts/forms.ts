/** Fields that no form has, or that come twice, are refused as a whole. */
import { z } from 'zod';
import type { Locale } from '../../i18n/locale';
import { hasWord, worded } from '../../i18n/translate';
import { PASSWORD_MIN } from '../../store/accounts';
import { STORE_TEXTS } from '../../store/texts';
import { misspelt, normalizeEmail } from '../../values/email';
import { createFormPage } from '../../web/form-page';
import { translateTo } from '../texts';
import { accounts } from './texts.ko';

/** Longer than any field: what exceeds it is no typing error. */
const LONGEST_FIELD = 2_000;

const field = z.string().max(LONGEST_FIELD).default('');

export const FORMS = {
  register: z.strictObject({
    name: field,
    email: field,
    email_asked: field,
    password: field,
    next: field,
    show: field,
  }),
  signIn: z.strictObject({ email: field, password: field, next: field, show: field }),
  forgot: z.strictObject({ email: field, show: field }),
  /** The token among the fields: of pages that were open before it stood in the form's address. */
  reset: z.strictObject({ token: field, password: field }),
  changePassword: z.strictObject({ form_token: field, email: field, current: field, password: field }),
  signOut: z.strictObject({ form_token: field }),
  endSession: z.strictObject({ form_token: field, session: z.string().regex(/^[0-9a-f]{64}$/) }),
} as const;

const { accountWords } = STORE_TEXTS.ko;
export type AccountFault = keyof typeof accountWords.errors | keyof (typeof accounts)['errors'];

/** Where a password is chosen beside one that is there. */
const OF_NEW_PASSWORDS: readonly string[] = ['accounts/password', 'accounts/reset'];

export const showForm = createFormPage((locale: Locale) => {
  const text = translateTo(locale);
  return {
    say: (code: AccountFault, { email = '' }) =>
      hasWord(accountWords.errors, code)
        ? text(`accountWords:errors.${code}`, { least: PASSWORD_MIN })
        : text(`accounts:errors.${code}`, { domain: misspelt(normalizeEmail(email)) ?? '' }),
    labelOf(name, view) {
      if (name === 'current') return text('accounts:fields.currentPassword');
      if (name === 'password' && OF_NEW_PASSWORDS.includes(view)) return text('accounts:fields.newPassword');
      return text(`accounts:fields.${worded(accounts.fields, name)}`);
    },
  };
});
