/**
 * Who works at the desk. Only owners get here; nobody changes her own role or shuts herself out, so whoever acts stays an
 * owner, and there is always one. Two owners who unmake each other at the same moment wait for each other's lock, and
 * the second is no owner any more.
 */
import type { Pool } from '../../../db/pool';
import { withTransaction, type TransactionHandle } from '../../../db/transaction';
import type { Locale } from '../../../i18n/locale';
import type { Clock } from '../../../process/clock';
import { AppError } from '../../../process/errors';
import type { LetterFact } from '../../../store/mail';
import type { Actor, Changes, Verb } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { Role } from '../../permissions';
import { translateTo, type DeskText } from '../../texts';
import { makeLink, type NewLink } from '../links';
import type { StaffMails } from '../mails';
import { nameOf, type Person, type Staff } from '../model';
import type { OwnerNotices } from '../owner-notices';
import { deleteSessions } from '../queries';
import { deleteLinks, lockPerson } from '../set-up/queries';
import {
  insertPerson,
  lockOwners,
  selectIdByEmail,
  selectPeople,
  selectPerson,
  updateDisabled,
  updateRole,
  type ListedPerson,
} from './queries';

/** Who acts. */
export interface Owner {
  readonly staff: Staff;
  readonly actor: Actor;
}

export type Refusal = 'self' | 'disabled';

/** What was made for somebody, to be shown once. */
export interface MadeLink extends NewLink {
  readonly person: Pick<Person, 'id' | 'name' | 'email'>;
}

export interface People {
  list(): Promise<readonly ListedPerson[]>;
  find(id: string): Promise<ListedPerson | null>;
  invite(
    owner: Owner,
    invitation: { readonly email: string; readonly name: string; readonly role: Role },
  ): Promise<MadeLink | 'email-taken'>;
  /** @throws AppError not-found, as the following ones do */
  changeRole(owner: Owner, id: string, role: Role): Promise<'done' | Refusal>;
  disable(owner: Owner, id: string): Promise<'done' | Refusal>;
  enable(owner: Owner, id: string): Promise<'done' | Refusal>;
  signOut(owner: Owner, id: string): Promise<void>;
  renewLink(owner: Owner, id: string): Promise<MadeLink | Refusal>;
}

export interface PeopleDependencies {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly mails: StaffMails;
  readonly owners: OwnerNotices;
}

type Known = Pick<Person, 'id' | 'name' | 'email'>;

interface Scene {
  readonly tx: TransactionHandle;
  readonly now: Date;
  record(person: Known, what: Verb, changes?: Changes): Promise<void>;
  /** As {@link Scene.record}, and every owner hears of it: also she whom it shuts out, so it comes before. */
  tell(person: Known & { readonly role: Role }, what: Verb, changes?: Changes): Promise<void>;
  /** @throws AppError not-found */
  lock(id: string): Promise<Person>;
}

export function createPeople({ pool, clock, mails, owners }: PeopleDependencies): People {
  /** A transaction in which the acting person is an owner from beginning to end. */
  function asOwner<T>({ staff, actor }: Owner, work: (scene: Scene) => Promise<T>): Promise<T> {
    return withTransaction(pool, async (tx) => {
      const now = clock.now();
      if (!(await lockOwners(tx)).includes(staff.id)) throw new AppError('forbidden');
      const record: Scene['record'] = ({ id, name }, what, changes = {}) =>
        recordChange(tx, actor, { action: `staff.${what}`, subject: { kind: 'staff', id, name }, changes }, now);
      return work({
        tx,
        now,
        record,
        async tell(person, what, changes) {
          await record(person, what, changes);
          const facts = (locale: Locale) => peopleFacts(person, what, translateTo(locale));
          await owners.tell(tx, { act: 'people', by: actor, at: now, facts });
        },
        async lock(id) {
          const person = await lockPerson(tx, id);
          if (!person) throw new AppError('not-found');
          return person;
        },
      });
    });
  }

  async function mailedLink(scene: Scene, owner: Owner, person: Person, reason: 'invite' | 'renewal') {
    const link = await makeLink(scene.tx, person.id, scene.now);
    const { email: to, locale } = person;
    await mails.staffLink(scene.tx, { to, locale, by: owner.staff.name, reason, ...link });
    return { ...link, person: { id: person.id, name: person.name, email: person.email } };
  }

  return {
    list: () => selectPeople(pool, clock.now()),
    find: (id) => selectPerson(pool, id, clock.now()),

    invite: (owner, invitation) =>
      asOwner(owner, async (scene) => {
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

    changeRole: (owner, id, role) =>
      asOwner(owner, async (scene): Promise<'done' | Refusal> => {
        const person = await scene.lock(id);
        if (id === owner.staff.id) return 'self';
        if (person.role === role) return 'done';
        await scene.tell({ ...person, role }, 'role', { role: [person.role, role] });
        await updateRole(scene.tx, id, role);
        return 'done';
      }),

    disable: (owner, id) =>
      asOwner(owner, async (scene) => {
        const person = await scene.lock(id);
        if (id === owner.staff.id) return 'self';
        if (person.disabledAt) return 'done';
        await scene.tell(person, 'disable');
        await updateDisabled(scene.tx, id, scene.now);
        await deleteLinks(scene.tx, id);
        await deleteSessions(scene.tx, id, null);
        return 'done';
      }),

    enable: (owner, id) =>
      asOwner(owner, async (scene): Promise<'done' | Refusal> => {
        const person = await scene.lock(id);
        if (!person.disabledAt) return 'done';
        await updateDisabled(scene.tx, id, null);
        await scene.tell(person, 'enable');
        return 'done';
      }),

    signOut: (owner, id) =>
      asOwner(owner, async (scene) => {
        const person = await scene.lock(id);
        const ended = await deleteSessions(scene.tx, id, null);
        await scene.record(person, 'sign-out', { sessions: [ended, 0] });
      }),

    renewLink: (owner, id) =>
      asOwner(owner, async (scene) => {
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

const peopleFacts = (person: Known & { readonly role: Role }, what: Verb, text: DeskText): LetterFact[] => [
  { label: text('staffLetters:ownerNotice.person'), value: nameOf(person) },
  { label: text('staffLetters:ownerNotice.done'), value: text(`deskAudit:verbs.${what}`) },
  { label: text('staffLetters:ownerNotice.role'), value: text(`deskAccess:roles.${person.role}.name`) },
];
