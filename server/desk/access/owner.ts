/** For who can run commands on the host: a shop's first owner is made so, and one who lost everything comes back. */
import { withTransaction } from '../../db/transaction';
import type { Locale } from '../../i18n/locale';
import { CONSOLE, changesBetween } from '../audit/model';
import { recordChange } from '../audit/service';
import { makeLink, type NewLink } from './links';
import type { Person } from './model';
import { insertPerson, selectIdByEmail, updateDisabled, updateRole } from './people/queries';
import { deleteSessions } from './queries';
import { lockPerson } from './set-up/queries';
import type { AccessTools } from './tools';

export interface OwnerLink extends NewLink {
  readonly person: Pick<Person, 'name' | 'email'>;
  /** `waiting`: she was made before and has not used her link; `recovery`: she was set up before. */
  readonly state: 'new' | 'waiting' | 'recovery';
  readonly raised: boolean;
  readonly enabled: boolean;
}

/** Of an owner who was never asked: she chooses her own when she comes in. */
const LOCALE: Locale = 'ko';

/** @param wanted an e-mail as stored; the name stays as it is for somebody who is known */
export function makeOwnerLink(
  { pool, clock, mails }: Pick<AccessTools, 'pool' | 'clock' | 'mails'>,
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
    const { email: to, name, locale } = person;
    const entry = {
      action: made ? 'staff.invite' : 'staff.link',
      subject: { kind: 'staff', id: person.id, name },
      changes: made
        ? changesBetween({}, { email: to, name, role: 'owner' })
        : changesBetween({ role: person.role, enabled: !enabled }, { role: 'owner', enabled: true }),
    } as const;
    await recordChange(tx, CONSOLE, entry, now);
    const state = made ? 'new' : person.setUpAt ? 'recovery' : 'waiting';
    if (state === 'recovery') await mails.warning(tx, { side: 'desk', to, locale, reason: 'new-link', at: now });
    return { ...link, person, state, raised, enabled };
  });
}
