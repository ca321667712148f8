/**
 * What a stolen session must not do: a route may ask for a code of the authenticator app that is not older than a quarter
 * of an hour. Coming in took one, so that whoever has just signed in is not asked. Everybody at the desk has an app: nobody
 * comes in without one, and a recovery code counts too.
 */
import { withTransaction } from '../../db/transaction';
import { readForm, type FieldErrors } from '../../web/forms';
import type { DeskServices } from '../services';
import { CODE_FIELDS, type Visit } from '../web/visit';
import { FORMS } from './forms';
import { withFreshCode } from './fresh-code';
import type { SensitiveAct } from './owner-notices';
import { formView, type AccessFault } from './presenter';
import { createProofs, type Given, type Proof } from './proof';
import { lockCredentials } from './queries';
import { createSecondFactor } from './totp';

declare module '../../web/page' {
  interface Views {
    'desk/access/recent-code': ReturnType<typeof pageOf>;
  }
}

type Form = Readonly<Record<string, unknown>>;

const RECENT_MS = 15 * 60 * 1000;

/** What a route asks for. */
export interface AskedCode {
  readonly act: SensitiveAct;
  /** The page that the form is on. */
  back(visit: Visit): string;
  /** The form asks for nothing but its button: once the code is there she is sent back to it, as for files. */
  readonly again?: boolean;
}

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

  return async (visit, asked) => {
    if (isRecent(visit)) return true;
    const { [CODE_FIELDS.code]: code, [CODE_FIELDS.recovery]: recovery } = visit.request.body as Partial<Form>;
    const show = (state: Parameters<typeof formView>[1], status: number): Promise<void> =>
      visit.render('desk/access/recent-code', pageOf(visit, asked, formView(visit.text, state)), status);
    if (code === undefined && recovery === undefined) {
      await show({ values: {} }, 403);
      return false;
    }
    const given = readForm(FORMS.code, { code, recovery });
    const kind = given.code.trim() === '' && given.recovery.trim() !== '' ? 'recovery' : 'code';
    const wrong = (how: 'empty' | 'wrong' | 'used'): FieldErrors<AccessFault> => ({
      [CODE_FIELDS[kind]]: `${kind}-${how}`,
    });
    await withFreshCode(visit, limiter, {
      errors: given[kind].trim() === '' ? wrong('empty') : {},
      show,
      work: async () => {
        const proof = await prove(visit, given);
        return proof === 'right' ? 'done' : proof;
      },
      refused: wrong,
      done: () => void (visit.request.session.provenAt = visit.now.toISOString()),
    });
    if (!isRecent(visit)) return false;
    if (!asked.again) return true;
    visit.redirect(asked.back(visit), { key: 'deskAccess:recentCode.again' });
    return false;
  };
}

function isRecent({ request, now }: Visit): boolean {
  const { provenAt, signedInAt } = request.session;
  return [provenAt, signedInAt].some((at) => at !== undefined && now.getTime() - Date.parse(at) <= RECENT_MS);
}

/** What was typed before goes with the code: nothing of it is lost. */
function pageOf(visit: Visit, asked: AskedCode, form: ReturnType<typeof formView>) {
  const kept = Object.entries(visit.form).flatMap(([name, value]) =>
    [value].flat().map((one) => ({ name, value: String(one) })),
  );
  return { action: visit.request.path, act: asked.act, back: asked.back(visit), kept, form };
}
