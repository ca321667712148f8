import type { z } from 'zod';
import { checkRegister, checkSignIn } from '../../../store/accounts';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { withinLimits, type Refusal } from '../../../web/form-page';
import { localeOf, type Exchange } from '../../../web/page';
import { addressOf } from '../../../web/rate-limit';
import { beginSession } from '../../../web/session';
import { guessing } from '../../../web/sign-in-limits';
import type { StorefrontServices } from '../../services';
import { currentAccount } from '../../web/signed-in';
import type { AccountFault, FORMS } from '../forms';

export type EntryServices = Pick<StorefrontServices, 'accounts' | 'limiter' | 'signIns'>;
type Entered = Promise<Refusal<AccountFault> | null>;

/** null: she is in. Sent a second time, it finds what the first has done. */

export async function register(
  services: EntryServices,
  form: z.output<typeof FORMS.register>,
  exchange: Exchange,
): Entered {
  const { accounts, limiter, signIns } = services;
  const { request, response } = exchange;
  const checked = checkRegister(form, form.email_asked);
  if ('errors' in checked) return checked;
  if ((await currentAccount(accounts, request))?.email === checked.value.email) return null;
  const from = await signIns.place('storefront', checked.value, callerOf(request));
  const guestCartId = request.session.cartId ?? null;
  const outcome = await withinLimits(limiter, [{ limit: 'registerAddress', of: addressOf(request) }], () =>
    accounts.register({ ...checked.value, locale: localeOf(response), guestCartId, from }),
  );
  if ('waitSeconds' in outcome) return outcome;
  if (!outcome.done) {
    const refusal = await comeIn(services, checked.value, exchange);
    const isWrong = refusal && 'problem' in refusal && refusal.problem === 'sign-in-refused';
    return isWrong ? { problem: 'register-refused' } : refusal;
  }
  // Whoever has reset its password since, is in; this browser is asked for the new one.
  if (await beginSession(request, outcome.done)) {
    rememberBrowser(response, await signIns.welcome({ ...from, person: outcome.done.accountId }, 'registered'));
  }
  return null;
}

interface Credentials {
  readonly email: string;
  readonly password: string;
}

export async function signIn(services: EntryServices, form: Credentials, exchange: Exchange): Entered {
  const checked = checkSignIn(form);
  return 'errors' in checked ? checked : comeIn(services, checked.value, exchange);
}

async function comeIn(
  { accounts, limiter, signIns }: EntryServices,
  { email, password }: Credentials,
  { request, response }: Exchange,
): Entered {
  const from = await signIns.place('storefront', { email }, callerOf(request));
  const guestCartId = request.session.cartId ?? null;
  const guess = { place: from, email, mail: () => signIns.warnOfGuesses('storefront', email) };
  const outcome = await guessing(limiter, guess, () => accounts.signIn({ email, password, guestCartId, from }));
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
