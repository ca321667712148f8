/** Sessions can be stolen: some routes ask for a code of the last 15 minutes. That of the sign-in counts for most. */
import { withTransaction } from '../../db/transaction';
import { withinLimits, type FormView, type Refusal } from '../../web/form-page';
import { readForm } from '../../web/forms';
import type { DeskServices } from '../services';
import { CODE_FIELDS, type Visit } from '../web/visit';
import { FORMS } from './forms';
import type { SensitiveAct } from './owner-notices';
import { showForm, type AccessFault } from './presenter';
import { createProofs, type Given, type Proof } from './proof';
import { lockCredentials } from './queries';
import { createSecondFactor } from './totp';

declare module '../../web/page' {
  interface Views {
    'desk/access/recent-code': ReturnType<typeof pageOf> & { readonly form: FormView };
  }
}

type Form = Readonly<Record<string, unknown>>;

const RECENT_MS = 15 * 60 * 1000;
/** They outlive the session: only a code given for the same act counts, and none of a sign-in. */
const WAYS_IN = ['people', 'password', 'second-factor', 'recovery-codes'] as const;

export type CodeAct = SensitiveAct | (typeof WAYS_IN)[number];

export type AskedCode = {
  back(visit: Visit): string;
} & (
  | { readonly act: CodeAct; readonly again?: false }
  /** Once the code is there she is sent back to the form, as for files, or where passwords are typed. */
  | { readonly act: 'export' | 'password' | 'mail'; readonly again: true }
);

/** @returns true when the route may go on; else the visit has been answered */
export type RecentCode = (visit: Visit, asked: AskedCode) => Promise<boolean>;

export function createRecentCode({ context, limiter, signInMails }: DeskServices): RecentCode {
  const { pool, clock, keys } = context;
  const proofs = createProofs(createSecondFactor(keys), signInMails);
  const prove = ({ staff, actor }: Visit, given: Given): Promise<Proof> =>
    withTransaction(pool, async (tx) => {
      const person = await lockCredentials(tx, staff.id);
      const context = { now: clock.now(), requestId: actor.requestId };
      return person ? proofs.prove(tx, person, given, context) : 'wrong';
    });

  async function takeCode(visit: Visit, asked: AskedCode): Promise<boolean> {
    const ask = async (refusal?: Refusal<AccessFault>): Promise<false> => {
      // A page that begins with the code refuses nothing.
      if (visit.request.method !== 'GET') visit.response.status(403);
      await showForm(visit, { view: 'desk/access/recent-code', ...pageOf(visit, asked) }, {}, refusal);
      return false;
    };
    const { [CODE_FIELDS.code]: code, [CODE_FIELDS.recovery]: recovery } = (visit.request.body ?? {}) as Form;
    if (code === undefined && recovery === undefined) return ask();
    const given = readForm(FORMS.code, { code, recovery });
    const kind = given.code.trim() === '' && given.recovery.trim() !== '' ? 'recovery' : 'code';
    const wrong = (how: 'empty' | 'wrong' | 'used') => ask({ errors: { [CODE_FIELDS[kind]]: `${kind}-${how}` } });
    if (given[kind].trim() === '') return wrong('empty');
    const attempts = [{ limit: 'freshCode', of: visit.staff.id }] as const;
    const outcome = await withinLimits(limiter, attempts, () => prove(visit, given));
    if ('waitSeconds' in outcome) return ask(outcome);
    if (outcome.done !== 'right') return wrong(outcome.done);
    await limiter.giveBack(attempts);
    return true;
  }

  return async (visit, asked) => {
    if (isRecent(visit, asked.act)) return true;
    if (!(await takeCode(visit, asked))) return false;
    visit.request.session.proven = { act: asked.act, at: visit.now.toISOString() };
    if (!asked.again) return true;
    visit.redirect(asked.back(visit), { key: `deskAccess:recentCode.again.${asked.act}` });
    return false;
  };
}

function isRecent({ request, now }: Visit, act: CodeAct): boolean {
  const { proven, signedInAt } = request.session;
  const isWayIn = WAYS_IN.some((name) => name === act);
  const moments = isWayIn ? [proven?.act === act ? proven.at : undefined] : [proven?.at, signedInAt];
  return moments.some((at) => at !== undefined && now.getTime() - Date.parse(at) <= RECENT_MS);
}

/** What was typed before goes with the code: nothing of it is lost. A form that is shown again is filled in again. */
function pageOf(visit: Visit, asked: AskedCode) {
  const typed = asked.again ? {} : visit.form;
  const kept = Object.entries(typed).flatMap(([name, value]) =>
    [value].flat().map((one) => ({ name, value: String(one) })),
  );
  return { action: visit.request.path, act: asked.act, back: asked.back(visit), kept };
}
