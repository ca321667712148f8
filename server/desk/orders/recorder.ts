/** Who settles an order at the desk, and what the audit log says of it, in the transaction that settles it. */
import type { Order } from '../../store/orders/model';
import type { Recorder } from '../../store/orders/service';
import type { Actor, AuditEntry, Changes } from '../audit/model';
import { recordChange } from '../audit/service';

export function recordedBy(actor: Actor, action: AuditEntry['action'], now: Date): Recorder {
  return {
    staffId: actor.staffId,
    async record(tx, order, settlement) {
      const late = settlement === 'late-payment' || settlement === 'amount-mismatch';
      const changes: Changes = late ? { flag: [order.flag, settlement] } : { status: [order.status, settlement] };
      await recordChange(tx, actor, { action, subject: subjectOf(order), changes }, now);
    },
  };
}

/** As the audit log names an order. Nothing of whose it is: the log can't be erased. */
export function subjectOf(order: Pick<Order, 'id' | 'number'>): AuditEntry['subject'] {
  return { kind: 'order', id: order.id, name: order.number };
}
