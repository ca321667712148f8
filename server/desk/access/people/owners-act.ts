import { withTransaction, type TransactionHandle } from '../../../db/transaction';
import type { Locale } from '../../../i18n/locale';
import { AppError, foundOrThrow } from '../../../process/errors';
import type { LetterFact } from '../../../store/mail';
import type { Actor, Changes, Verb } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { Role } from '../../permissions';
import { translateTo, type DeskText } from '../../texts';
import { nameOf, type Person, type Staff } from '../model';
import { lockPerson } from '../set-up/queries';
import type { AccessTools } from '../tools';
import { lockOwners } from './queries';

export interface Owner {
  readonly staff: Staff;
  readonly actor: Actor;
}

type Known = Pick<Person, 'id' | 'name' | 'email'>;

export interface OwnersAct {
  readonly tx: TransactionHandle;
  readonly now: Date;
  record(person: Known, what: Verb, changes?: Changes): Promise<void>;
  /** As {@link OwnersAct.record}, and every owner hears of it: also she whom it shuts out, so it comes before. */
  tell(person: Known & { readonly role: Role }, what: Verb, changes?: Changes): Promise<void>;
  lock(id: string): Promise<Person>;
}

/** @returns what does the work @throws AppError forbidden for who is no owner any more */
export function createOwnersActs({ pool, clock, owners }: Pick<AccessTools, 'pool' | 'clock' | 'owners'>) {
  return <T>({ staff, actor }: Owner, work: (act: OwnersAct) => Promise<T>): Promise<T> =>
    withTransaction(pool, async (tx) => {
      const now = clock.now();
      if (!(await lockOwners(tx)).includes(staff.id)) throw new AppError('forbidden');
      const record: OwnersAct['record'] = ({ id, name }, what, changes = {}) =>
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
        lock: async (id) => foundOrThrow(await lockPerson(tx, id)),
      });
    });
}

const peopleFacts = (person: Known & { readonly role: Role }, what: Verb, text: DeskText): LetterFact[] => [
  { label: text('staffLetters:ownerNotice.person'), value: nameOf(person) },
  { label: text('staffLetters:ownerNotice.done'), value: text(`deskAudit:verbs.${what}`) },
  { label: text('staffLetters:ownerNotice.role'), value: text(`deskAccess:roles.${person.role}.name`) },
];
