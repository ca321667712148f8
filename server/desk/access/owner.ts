/**
 * The command line's way in: a shop has no account to begin with, and no other way to make its first owner. Whoever can
 * run commands on the host may do this, so it is the way back in too, for somebody who has lost everything.
 */
import type { Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import type { Locale } from '../../i18n/locale';
import type { Clock } from '../../process/clock';
import type { SignInMails } from '../../store/sign-ins';
import { CONSOLE, changesBetween } from '../audit/model';
import { recordChange } from '../audit/service';
import { makeLink, type NewLink } from './links';
import type { Person } from './model';
import { insertPerson, selectIdByEmail, updateDisabled, updateRole } from './people/queries';
import { deleteSessions } from './queries';
import { lockPerson } from './set-up/queries';

export interface OwnerLink extends NewLink {
  readonly person: Pick<Person, 'name' | 'email'>;
  /** `waiting`: she was made before and has not used her link; `recovery`: she was set up before. */
  readonly state: 'new' | 'waiting' | 'recovery';
  /** She had another role until now. */
  readonly raised: boolean;
  /** She was shut out until now. */
  readonly enabled: boolean;
}

export interface OwnerDependencies {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly mails: SignInMails;
}

/** Of an owner who was never asked: she chooses her own when she comes in. */
const LOCALE: Locale = 'ko';

/** @param wanted an e-mail as stored; the name stays as it is for somebody who is known */
export function makeOwnerLink(
  { pool, clock, mails }: OwnerDependencies,
  wanted: { readonly email: string; readonly name: string },
): Promise<OwnerLink> {
  return withTransaction(pool, async (tx) => {
    const now = clock.now();
    const made = await insertPerson(tx, { ...wanted, role: 'owner', locale: LOCALE, now });
    const id = made ?? (await selectIdByEmail(tx, wanted.email));
    const person = id ? await lockPerson(tx, id) : null;
    if (!person) throw new Error(`${wanted.email} could not be made`);
    const raised = person.role !== 'owner';
    const enabled = person.disabledAt !== null;
    if (raised) await updateRole(tx, person.id, 'owner');
    if (enabled) await updateDisabled(tx, person.id, null);
    await deleteSessions(tx, person.id, null);
    const link = await makeLink(tx, person.id, now);
    await recordChange(
      tx,
      CONSOLE,
      {
        action: made ? 'staff.invite' : 'staff.link',
        subject: { kind: 'staff', id: person.id, name: person.name },
        changes: made
          ? changesBetween({}, { email: person.email, name: person.name, role: 'owner' })
          : changesBetween({ role: person.role, enabled: !enabled }, { role: 'owner', enabled: true }),
      },
      now,
    );
    const state = made ? 'new' : person.setUpAt ? 'recovery' : 'waiting';
    if (state === 'recovery') {
      const { email: to, locale } = person;
      await mails.warning(tx, { side: 'desk', to, locale, reason: 'new-link', at: now });
    }
    return { ...link, person, state, raised, enabled };
  });
}
