/** Nobody changes her own role or shuts herself out, and every act holds the owners' rows: there is always one. */
import type { Role } from '../../permissions';
import type { StaffMails } from '../letters';
import { makeLink, type NewLink } from '../links';
import type { Person } from '../model';
import { deleteSessions } from '../queries';
import { deleteLinks } from '../set-up/queries';
import type { AccessTools } from '../tools';
import { createOwnersActs, type Owner, type OwnersAct } from './owners-act';
import { insertPerson, selectIdByEmail, selectPeople, selectPerson, updateDisabled, updateRole } from './queries';

export type Refusal = 'self' | 'disabled';

export interface MadeLink extends NewLink {
  readonly person: Pick<Person, 'id' | 'name' | 'email'>;
}

export function createPeople({ pool, clock, owners }: AccessTools, mails: StaffMails) {
  const asOwner = createOwnersActs({ pool, clock, owners });

  async function mailedLink(scene: OwnersAct, owner: Owner, person: Person, reason: 'invite' | 'renewal') {
    const link = await makeLink(scene.tx, person.id, scene.now);
    const { email: to, locale } = person;
    await mails.staffLink(scene.tx, { to, locale, by: owner.staff.name, reason, ...link });
    return { ...link, person: { id: person.id, name: person.name, email: person.email } };
  }

  return {
    list: () => selectPeople(pool, clock.now()),
    find: (id: string) => selectPerson(pool, id, clock.now()),

    invite: (owner: Owner, invitation: Pick<Person, 'email' | 'name' | 'role'>) =>
      asOwner(owner, async (scene): Promise<MadeLink | 'email-taken'> => {
        if (await selectIdByEmail(scene.tx, invitation.email)) return 'email-taken';
        const { locale } = owner.staff;
        const id = await insertPerson(scene.tx, { ...invitation, locale, now: scene.now });
        if (!id) return 'email-taken';
        const { email, name, role } = invitation;
        await scene.tell({ id, name, email, role }, 'invite', {
          email: [null, email],
          name: [null, name],
          role: [null, role],
        });
        return mailedLink(scene, owner, await scene.lock(id), 'invite');
      }),

    changeRole: (owner: Owner, id: string, role: Role) =>
      asOwner(owner, async (scene): Promise<'done' | Refusal> => {
        const person = await scene.lock(id);
        if (id === owner.staff.id) return 'self';
        if (person.role === role) return 'done';
        await scene.tell({ ...person, role }, 'role', { role: [person.role, role] });
        await updateRole(scene.tx, id, role);
        return 'done';
      }),

    disable: (owner: Owner, id: string) =>
      asOwner(owner, async (scene): Promise<'done' | Refusal> => {
        const person = await scene.lock(id);
        if (id === owner.staff.id) return 'self';
        if (person.disabledAt) return 'done';
        await scene.tell(person, 'disable');
        await updateDisabled(scene.tx, id, scene.now);
        await deleteLinks(scene.tx, id);
        await deleteSessions(scene.tx, id, null);
        return 'done';
      }),

    enable: (owner: Owner, id: string) =>
      asOwner(owner, async (scene): Promise<'done' | Refusal> => {
        const person = await scene.lock(id);
        if (!person.disabledAt) return 'done';
        await updateDisabled(scene.tx, id, null);
        await scene.tell(person, 'enable');
        return 'done';
      }),

    signOut: (owner: Owner, id: string) =>
      asOwner(owner, async (scene) => {
        const person = await scene.lock(id);
        const ended = await deleteSessions(scene.tx, id, null);
        await scene.record(person, 'sign-out', { sessions: [ended, 0] });
      }),

    renewLink: (owner: Owner, id: string) =>
      asOwner(owner, async (scene): Promise<MadeLink | Refusal> => {
        const person = await scene.lock(id);
        // Her own way in is changed in her account, where her sessions are too.
        if (id === owner.staff.id) return 'self';
        if (person.disabledAt) return 'disabled';
        await deleteSessions(scene.tx, id, null);
        await scene.tell(person, 'link');
        return mailedLink(scene, owner, person, person.setUpAt ? 'renewal' : 'invite');
      }),
  };
}
