/** Opening a link changes nothing: mail scanners open links too. Who was set up before is signed out everywhere. */
import { withTransaction } from '../../../db/transaction';
import { tokenHash } from '../../../process/random-token';
import type { From } from '../../../store/sign-ins/model';
import { forgetKnownBrowsers } from '../../../store/sign-ins/service';
import { changesBetween } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { BegunSetUp } from '../../web/session';
import { credentialsMark, nameOf, type Begun, type Person } from '../model';
import { deleteSessions, replaceRecoveryCodes } from '../queries';
import { hashesOf, makeRecoveryCodes } from '../recovery-codes';
import type { AccessTools } from '../tools';
import { deleteLinks, isLinkUsed, lockPerson, selectInvited, updateCredentials, useLink } from './queries';

type FirstStep = Omit<BegunSetUp, 'link' | 'at'>;

interface LastStep {
  readonly token: string;
  readonly step: FirstStep;
  readonly code: string;
  readonly from: From;
}

interface Done extends Begun {
  /** Shown now and never again. */
  readonly recoveryCodes: readonly string[];
}

export function createSetUp({ pool, clock, passwords, totp, mails }: AccessTools) {
  return {
    async invited(token: string): Promise<Person | null> {
      const hash = tokenHash(token);
      return hash ? selectInvited(pool, hash, clock.now()) : null;
    },

    async isUsed(token: string): Promise<boolean> {
      const hash = tokenHash(token);
      return hash !== null && isLinkUsed(pool, hash);
    },

    async begin(
      { name, locale, password }: Pick<FirstStep, 'name' | 'locale'> & { readonly password: string },
      { asker }: From,
    ): Promise<FirstStep> {
      const passwordHash = await passwords.hash(password, asker);
      return { name, locale, passwordHash, totp: totp.seal(totp.make()).toString('base64url') };
    },

    /** The secret of a step that was begun; null when it was sealed under a key that is gone. */
    secretOf: (step: FirstStep) => totp.open(Buffer.from(step.totp, 'base64url')),

    /** `closed`: the link is no longer good; `wrong`: the code is. */
    finish: ({ token, step, code, from }: LastStep, requestId: string | null) =>
      withTransaction(pool, async (tx): Promise<Done | 'closed' | 'wrong'> => {
        const now = clock.now();
        const hash = tokenHash(token);
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
        return { staffId: person.id, mark: credentialsMark(credentials), recoveryCodes };
      }),
  };
}
