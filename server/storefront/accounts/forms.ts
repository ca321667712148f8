/** What the account pages' forms may hold. Fields that no form has, or that come twice, are refused as a whole. */
import { z } from 'zod';
import type { Locale } from '../../i18n/locale';
import { misspelt, normalizeEmail } from '../../values/email';
import { translateTo } from '../texts';
import type { accounts } from './texts.ko';

/** Longer than any field: what exceeds it is no typing error. */
const LONGEST_FIELD = 2_000;

const field = z.string().max(LONGEST_FIELD).default('');

export const FORMS = {
  register: z.strictObject({ name: field, email: field, email_asked: field, password: field, next: field }),
  signIn: z.strictObject({ email: field, password: field, next: field }),
  forgot: z.strictObject({ email: field }),
  reset: z.strictObject({ token: field, password: field }),
  changePassword: z.strictObject({ form_token: field, current: field, password: field }),
  signOut: z.strictObject({ form_token: field }),
  endSession: z.strictObject({ form_token: field, session: z.string().regex(/^[0-9a-f]{64}$/) }),
} as const;

/** What is wrong with a form, and when to come back. */
export const formWords = (locale: Locale) => {
  const text = translateTo(locale);
  return {
    error: (code: keyof (typeof accounts)['errors'], { email = '' }: Readonly<Record<string, string>>) =>
      text(`accounts:errors.${code}`, { domain: misspelt(normalizeEmail(email)) ?? '' }),
    wait: (code: 'wait' | 'waitHours' | 'guessed', times: { readonly minutes: number; readonly hours: number }) => {
      if (code === 'guessed') return text('accounts:guessed', times);
      return code === 'wait' ? text('accounts:wait', times) : text('accounts:waitHours', times);
    },
  };
};
