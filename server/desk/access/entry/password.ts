import type { Clock } from '../../../process/clock';
import { checkSignIn } from '../../../store/accounts';
import { callerOf } from '../../../web/caller';
import type { Refusal } from '../../../web/form-page';
import { beginSession } from '../../../web/session';
import { guessing } from '../../../web/sign-in-limits';
import { keptIn } from '../../web/kept-form';
import type { Stranger } from '../../web/routes';
import type { DeskAccess } from '../access';
import type { AccessFault } from '../presenter';

export async function beginWithPassword(
  { entry, limiter, signIns, clock }: Pick<DeskAccess, 'entry' | 'limiter' | 'signIns'> & { readonly clock: Clock },
  { next, ...form }: { readonly email: string; readonly password: string; readonly next: string },
  { request }: Stranger,
): Promise<Refusal<AccessFault> | null> {
  const checked = checkSignIn(form);
  if ('errors' in checked) return checked;
  const { email } = checked.value;
  const from = await signIns.place('desk', { email }, callerOf(request));
  const guess = { place: from, email, mail: () => signIns.warnOfGuesses('desk', email) };
  const outcome = await guessing(limiter, guess, () => entry.begin({ ...checked.value, from }));
  if ('waitSeconds' in outcome) return outcome;
  await signIns.record(from, outcome.done ? 'password' : 'wrong-password');
  if (!outcome.done) return { problem: 'sign-in-refused' };
  const halfway = { ...outcome.done, at: clock.now().toISOString(), next };
  return (await beginSession(request, { halfway, ...keptIn(request) })) ? null : { problem: 'sign-in-refused' };
}
