/** The audit log names customers by a number that means nothing once they are erased. */
import type { Executor } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import { foundOrThrow } from '../../process/errors';
import { normalizeEmail } from '../../values/email';
import { soughtWords } from '../../values/sought';
import type { AuditEntry, Doing } from '../audit/model';
import { recordChange } from '../audit/service';
import type { DeskServices } from '../services';
import { translateTo } from '../texts';
import { placedPageOf, type Place } from '../web/list-address';
import type { CustomerFilter } from './address';
import {
  deleteCartsAndSessions,
  deleteMailsOf,
  deletePerson,
  eraseFromOrders,
  forgetUnderOtherEmails,
  lockAccountOf,
  lockOrdersOf,
  selectHindrances,
} from './erasure/queries';
import { selectEverything } from './export/queries';
import { PAGE_SIZE, type Customer, type CustomerRow, type Hindrances } from './model';
import {
  deleteBlock,
  deleteSessionsOfMember,
  insertBlock,
  lockCustomer,
  selectCustomer,
  selectCustomers,
} from './queries';

export type Erasure =
  | { readonly kind: 'erased'; readonly orders: number }
  | { readonly kind: 'other-email' }
  | { readonly kind: 'hindered'; readonly hindrances: Hindrances };

export const isHindered = ({ open, refundDue, flagged }: Hindrances): boolean =>
  open.length + refundDue.length + flagged.length > 0;

export type CustomerDesk = ReturnType<typeof createCustomerDesk>;

export function createCustomerDesk({ context: { pool }, ownerNotices }: DeskServices) {
  /** The customer's row is held: nobody erases, blocks or exports her at the same moment. */
  const act = <T>(id: string, work: (tx: Executor, customer: { readonly email: string }) => Promise<T>): Promise<T> =>
    withTransaction(pool, async (tx) => work(tx, foundOrThrow(await lockCustomer(tx, id))));

  const tellOwners = (tx: Executor, act: 'erasure' | 'export', id: string, { actor, now }: Doing): Promise<void> =>
    ownerNotices.tell(tx, {
      act,
      by: actor,
      at: now,
      facts: (locale) => [{ label: translateTo(locale)('deskCustomers:number'), value: subjectOf(id).name }],
    });

  async function rowsOf(filter: CustomerFilter, most: number): Promise<CustomerRow[]> {
    const sought = soughtWords(filter.search);
    return filter.search !== '' && sought === null ? [] : selectCustomers(pool, sought, filter, most);
  }

  return {
    async list(filter: CustomerFilter): Promise<{ rows: readonly CustomerRow[]; next: Place | null }> {
      return placedPageOf(await rowsOf(filter, PAGE_SIZE + 1), PAGE_SIZE);
    },

    search: (words: string, most: number): Promise<CustomerRow[]> =>
      rowsOf({ search: words, onlyBlocked: false, after: null }, most),

    find: (id: string): Promise<Customer | null> => selectCustomer(pool, id),

    hindrances: (email: string): Promise<Hindrances> => selectHindrances(pool, email),

    /** From now on the e-mail neither signs in nor orders. @returns false when it was blocked already */
    block: (id: string, reason: string, { actor, now }: Doing): Promise<boolean> =>
      act(id, async (tx, { email }) => {
        if (!(await insertBlock(tx, { email, reason, staffId: actor.staffId, at: now }))) return false;
        await deleteSessionsOfMember(tx, email);
        const changes = { blocked: [false, true] as const };
        await recordChange(tx, actor, { action: 'customer.block', subject: subjectOf(id), changes }, now);
        return true;
      }),

    unblock: (id: string, { actor, now }: Doing): Promise<boolean> =>
      act(id, async (tx, { email }) => {
        if (!(await deleteBlock(tx, email))) return false;
        const changes = { blocked: [true, false] as const };
        await recordChange(tx, actor, { action: 'customer.unblock', subject: subjectOf(id), changes }, now);
        return true;
      }),

    export: (id: string, { actor, now }: Doing): Promise<unknown> =>
      act(id, async (tx) => {
        const everything = await selectEverything(tx, id);
        await recordChange(tx, actor, { action: 'customer.export', subject: subjectOf(id) }, now);
        await tellOwners(tx, 'export', id, { actor, now });
        return everything;
      }),

    /** Forgets the person and keeps her orders, unless one of them still needs her. */
    erase: (id: string, typedEmail: string, { actor, now }: Doing): Promise<Erasure> =>
      act(id, async (tx, { email }): Promise<Erasure> => {
        if (normalizeEmail(typedEmail) !== email) return { kind: 'other-email' };
        await lockAccountOf(tx, email);
        const { ids, otherEmails } = await lockOrdersOf(tx, email);
        const hindrances = await selectHindrances(tx, email);
        if (isHindered(hindrances)) return { kind: 'hindered', hindrances };
        await deleteMailsOf(tx, email, ids);
        await deleteCartsAndSessions(tx, email, ids);
        await eraseFromOrders(tx, ids, now);
        await deletePerson(tx, email);
        await forgetUnderOtherEmails(tx, otherEmails);
        const changes = { orders: [null, ids.length] as const };
        await recordChange(tx, actor, { action: 'customer.erase', subject: subjectOf(id), changes }, now);
        await tellOwners(tx, 'erasure', id, { actor, now });
        return { kind: 'erased', orders: ids.length };
      }),
  };
}

/** Never by name or address: the audit log can't forget. */
function subjectOf(id: string): AuditEntry['subject'] {
  return { kind: 'customer', id, name: id.slice(0, 8) };
}
