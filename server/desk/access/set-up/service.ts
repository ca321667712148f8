/**
 * Setting up: whoever holds an open link chooses her password and her second factor. Opening it changes nothing, for
 * mail scanners open links too. Somebody who was set up before gets everything anew, and is signed out everywhere.
 */
import { withTransaction } from '../../../db/transaction';
import type { Locale } from '../../../i18n/locale';
import type { From } from '../../../store/sign-ins/model';
import { forgetKnownBrowsers } from '../../../store/sign-ins/service';
import { changesBetween } from '../../audit/model';
import { recordChange } from '../../audit/service';
import { linkHash } from '../links';
import { credentialsMark, nameOf, type Begun, type Person } from '../model';
import { deleteSessions, replaceRecoveryCodes } from '../queries';
import { hashesOf, makeRecoveryCodes } from '../recovery-codes';
import type { AccessTools } from '../tools';
import { deleteLinks, lockPerson, selectInvited, updateCredentials, useLink } from './queries';

/** What her browser's session keeps between the two steps. */
export interface FirstStep {
  readonly name: string;
  readonly locale: Locale;
  readonly passwordHash: string;
  /** Sealed, in base64url. */
  readonly totp: string;
}

export interface Done extends Begun {
  readonly name: string;
  /** Shown now and never again. */
  readonly recoveryCodes: readonly string[];
}

export interface SetUp {
  /** Whose link this is; null when it is unknown, used, ended or too old. */
  invited(token: string): Promise<Person | null>;
  begin(
    chosen: { readonly name: string; readonly locale: Locale; readonly password: string },
    from: From,
  ): Promise<FirstStep>;
  /** The secret of a step that was begun; null when the session secret has been changed since. */
  secretOf(step: FirstStep): string | null;
  /** `closed`: the link is no longer good; `wrong`: the code is. */
  finish(
    given: { readonly token: string; readonly step: FirstStep; readonly code: string; readonly from: From },
    requestId: string | null,
  ): Promise<Done | 'closed' | 'wrong'>;
}

export function createSetUp({
  pool,
  clock,
  passwords,
  totp,
  mails,
}: Pick<AccessTools, 'pool' | 'clock' | 'passwords' | 'totp' | 'mails'>): SetUp {
  return {
    async invited(token) {
      const hash = linkHash(token);
      return hash ? selectInvited(pool, hash, clock.now()) : null;
    },

    async begin({ name, locale, password }, { asker }) {
      const passwordHash = await passwords.hash(password, asker);
      return { name, locale, passwordHash, totp: totp.seal(totp.make()).toString('base64url') };
    },

    secretOf: (step) => totp.open(Buffer.from(step.totp, 'base64url')),

    finish: ({ token, step, code, from }, requestId) =>
      withTransaction(pool, async (tx) => {
        const now = clock.now();
        const hash = linkHash(token);
        const invited = hash ? await selectInvited(tx, hash, now) : null;
        const person = invited ? await lockPerson(tx, invited.id) : null;
        if (!hash || !person || person.disabledAt) return 'closed';
        const { name, locale, passwordHash } = step;
        const credentials = { passwordHash, totpSecret: Buffer.from(step.totp, 'base64url') };
        const totpStep = totp.stepOf(credentials.totpSecret, code, now);
        if (totpStep === null) return 'wrong';
        if (!(await useLink(tx, hash, now))) return 'closed';
        await deleteLinks(tx, person.id);
        await updateCredentials(tx, { staffId: person.id, name, locale, ...credentials, totpStep, now });
        const recoveryCodes = makeRecoveryCodes();
        await replaceRecoveryCodes(tx, person.id, hashesOf(person.id, recoveryCodes));
        await deleteSessions(tx, person.id, null);
        await forgetKnownBrowsers(tx, person.id);
        if (person.setUpAt) {
          const { email: to } = person;
          await mails.warning(tx, { side: 'desk', to, locale, reason: 'set-up', at: now, from });
        }
        const entry = {
          action: person.setUpAt ? 'staff.recover' : 'staff.set-up',
          subject: { kind: 'staff', id: person.id, name },
          changes: changesBetween({ name: person.name, locale: person.locale }, { name, locale }),
        } as const;
        await recordChange(tx, { staffId: person.id, name: nameOf({ ...person, name }), requestId }, entry, now);
        return { staffId: person.id, mark: credentialsMark(credentials), name, recoveryCodes };
      }),
  };
}
