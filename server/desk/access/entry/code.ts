import type { Place, Warning } from '../../../store/sign-ins/model';
import { callerOf, rememberBrowser } from '../../../web/caller';
import { withinLimits, type Refusal } from '../../../web/form-page';
import type { Attempt } from '../../../web/rate-limit';
import { beginSession, endSession } from '../../../web/session';
import type { LimitName } from '../../limits';
import { keptIn } from '../../web/kept-form';
import type { Stranger } from '../../web/routes';
import type { Halfway } from '../../web/session';
import type { DeskAccess } from '../access';
import type { AccessFault } from '../presenter';

type Tools = Pick<DeskAccess, 'access' | 'context' | 'entry' | 'limiter' | 'signIns' | 'signInMails'>;

/** @returns `over` when her way in, or what she proved herself with, has changed since her password */
export type CodeStep = (
  stranger: Stranger,
  halfway: Halfway,
  given: { readonly code: string; readonly recovery: string },
) => Promise<'in' | 'over' | Refusal<AccessFault>>;

export function createCodeStep({ access, context, entry, limiter, signIns, signInMails }: Tools): CodeStep {
  async function warn(from: Place, reason: Warning): Promise<void> {
    const staff = from.person === null ? null : await access.find(from.person);
    if (!staff) return;
    const { email: to, locale } = staff;
    await signInMails.warning(context.pool, { side: 'desk', to, locale, reason, at: context.clock.now(), from });
  }

  /** Right password, wrong codes: that is told once a day. */
  async function noteWrong(from: Place, { staffId }: Halfway): Promise<void> {
    await signIns.record(from, 'wrong-code');
    if (!(await signIns.hasManyWrongCodes(from))) return;
    if ((await limiter.take([{ limit: 'wrongCodesTold', of: staffId }])) === null) await warn(from, 'wrong-codes');
  }

  async function enter({ request, response }: Stranger, { staffId, mark, isShort }: Halfway, from: Place, by: By) {
    const notice = isShort ? { notice: { key: 'deskAccess:notice.shortPassword', wrong: true } as const } : {};
    if (!(await beginSession(request, { staffId, mark, ...notice, ...keptIn(request) }))) return 'over';
    rememberBrowser(response, await signIns.welcome(from, by === 'code' ? 'in' : 'recovery-code'));
    // Of a code on paper she is told anyway.
    if (from.isNew && by === 'code') await warn(from, 'new-place');
    return 'in';
  }

  return async (stranger, halfway, given) => {
    const by = given.code.trim() === '' && given.recovery !== '' ? 'recovery' : 'code';
    if (given[by].trim() === '') return { errors: { code: 'code-empty' } };
    const { request, response } = stranger;
    const from = await signIns.place('desk', { id: halfway.staffId }, callerOf(request));
    const attempts = attemptsOf(from, by);
    const requestId = response.locals.requestId ?? null;
    const outcome = await withinLimits(limiter, attempts, () => entry.finish(halfway, given, requestId));
    if ('waitSeconds' in outcome) return outcome;
    const { state } = outcome.done;
    if (state === 'over') {
      await endSession(request);
      return 'over';
    }
    if (state === 'in') {
      await limiter.giveBack(attempts);
      return enter(stranger, halfway, from, by);
    }
    await noteWrong(from, halfway);
    return { errors: { [by]: `${by}-${state}` } };
  };
}

type By = 'code' | 'recovery';

/** Guesses at a code. A browser that is known as hers keeps its own; those on paper are counted apart. */
export function attemptsOf(
  { person, asker, knows }: Pick<Place, 'person' | 'asker' | 'knows'>,
  by: By,
): Attempt<LimitName>[] {
  const here = `${asker} ${person ?? ''}`;
  if (by === 'recovery') return [{ limit: 'recovery', of: here }];
  const of = knows === 'browser' ? here : (person ?? '');
  return [
    { limit: 'code', of },
    { limit: 'codeDay', of },
  ];
}
