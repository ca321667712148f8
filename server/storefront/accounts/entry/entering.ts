import type { z } from 'zod';
import { checkRegister, checkSignIn } from '../../../store/accounts';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { withinLimits, type Refusal } from '../../../web/form-page';
import { localeOf, type Exchange } from '../../../web/page';
import { addressOf } from '../../../web/rate-limit';
import { beginSession } from '../../../web/session';
import { guessing } from '../../../web/sign-in-limits';
import type { StorefrontServices } from '../../services';
import type { AccountFault, FORMS } from '../forms';

type Services = Pick<StorefrontServices, 'accounts' | 'limiter' | 'signIns'>;
type Entered = Promise<Refusal<AccountFault> | null>;

export async function register(
  { accounts, limiter, signIns }: Services,
  form: z.output<typeof FORMS.register>,
  { request, response }: Exchange,
): Entered {
  const checked = checkRegister(form, form.email_asked);
  if ('errors' in checked) return checked;
  const from = await signIns.place('storefront', checked.value, callerOf(request));
  const guestCartId = request.session.cartId ?? null;
  const outcome = await withinLimits(limiter, [{ limit: 'registerAddress', of: addressOf(request) }], () =>
    accounts.register({ ...checked.value, locale: localeOf(response), guestCartId, from }),
  );
  if ('waitSeconds' in outcome) return outcome;
  if (!outcome.done) return { problem: 'register-refused' };
  // Whoever has reset its password since, is in; this browser is asked for the new one.
  if (await beginSession(request, outcome.done)) {
    rememberBrowser(response, await signIns.welcome({ ...from, person: outcome.done.accountId }, 'registered'));
  }
  return null;
}

export async function signIn(
  { accounts, limiter, signIns }: Services,
  form: z.output<typeof FORMS.signIn>,
  { request, response }: Exchange,
): Entered {
  const checked = checkSignIn(form);
  if ('errors' in checked) return checked;
  const { email } = checked.value;
  const from = await signIns.place('storefront', { email }, callerOf(request));
  const guestCartId = request.session.cartId ?? null;
  const guess = { place: from, email, mail: () => signIns.warnOfGuesses('storefront', email) };
  const outcome = await guessing(limiter, guess, () => accounts.signIn({ ...checked.value, guestCartId, from }));
  if ('waitSeconds' in outcome) return outcome;
  const { done } = outcome;
  if (!done || done === 'blocked') {
    await signIns.record(from, done ?? 'wrong-password');
    return { problem: done ?? 'sign-in-refused' };
  }
  // The guest's cart has become the member's by now and is found by account.
  if (!(await beginSession(request, done))) return { problem: 'sign-in-refused' };
  rememberBrowser(response, await signIns.welcome(from, 'in'));
  return null;
}
