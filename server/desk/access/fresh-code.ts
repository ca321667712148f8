/**
 * Forms that ask for a code of the authenticator app, although somebody is signed in: the screen may not be watched by
 * its owner. The other fields are looked at first, so that a typing error costs no attempt and no code.
 */
import { withinLimits, type FormState } from '../../web/form-page';
import type { FieldErrors } from '../../web/forms';
import type { Attempt, RateLimiter } from '../../web/rate-limit';
import type { LimitName } from '../limits';
import type { Visit } from '../web/visit';
import { errorCount } from './forms';
import type { AccessFault } from './presenter';

/** What a service says when it refuses; `done`, and whatever is no word, is what came of it. */
type Refused<T> = Exclude<Extract<T, string>, 'done'>;

export interface FreshCodeForm<T> {
  /** What is wrong with the other fields, and with a code that is missing. */
  readonly errors: FieldErrors<AccessFault>;
  /** What was typed and may be shown again. */
  readonly values?: Readonly<Record<string, string>>;
  show(state: FormState<AccessFault>, status: number): Promise<void>;
  work(): Promise<T>;
  /** What is wrong, by field, as codes of the texts. */
  refused(refusal: Refused<T>): FieldErrors<AccessFault>;
  done(done: Exclude<T, Refused<T>>): Promise<void> | void;
}

export async function withFreshCode<T>(
  visit: Visit,
  limiter: RateLimiter<LimitName>,
  form: FreshCodeForm<T>,
): Promise<void> {
  const values = form.values ?? {};
  if (errorCount(form.errors) > 0) return form.show({ values, errors: form.errors }, 422);
  const attempts: Attempt<LimitName>[] = [{ limit: 'deskFreshCode', of: visit.staff.id }];
  const outcome = await withinLimits(limiter, attempts, () => form.work());
  if ('waitSeconds' in outcome) {
    visit.response.set('Retry-After', String(outcome.waitSeconds));
    return form.show({ values, problem: 'wait' }, 429);
  }
  const { done } = outcome;
  if (isRefusal(done)) return form.show({ values, errors: form.refused(done) }, 422);
  await limiter.giveBack(attempts);
  await form.done(done as Exclude<T, Refused<T>>);
}

const isRefusal = <T>(done: T): done is T & Refused<T> => typeof done === 'string' && done !== 'done';
