import type { Executor } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import { formatWon } from '../../money/money';
import type { LetterFact } from '../../store/mail';
import { ORDER_FLAGS } from '../../store/orders';
import type { Order } from '../../store/orders/model';
import type { Recorder } from '../../store/orders/service';
import type { OwnerNotices } from '../access';
import type { Actor, AuditEntry, Changes } from '../audit/model';
import { recordChange } from '../audit/service';
import { translateTo } from '../texts';

export function recordedBy(
  actor: Actor,
  action: AuditEntry['action'],
  now: Date,
  told?: (tx: Executor, order: Order) => Promise<void>,
): Recorder {
  return {
    staffId: actor.staffId,
    async record(tx, order, settlement) {
      const isFlag = ORDER_FLAGS.some((flag) => flag === settlement);
      const changes: Changes = isFlag ? { flag: [order.flag, settlement] } : { status: [order.status, settlement] };
      await recordChange(tx, actor, { action, subject: subjectOf(order), changes }, now);
      await told?.(tx, order);
    },
  };
}

export const paymentRecordedBy = (actor: Actor, now: Date, owners: OwnerNotices): Recorder =>
  recordedBy(actor, 'order.mark-paid', now, (tx, order) =>
    owners.tell(tx, { act: 'payment', by: actor, at: now, facts: (locale) => moneyFacts(order, order.total, locale) }),
  );

export function moneyFacts(order: Order, amount: number, locale: Locale): LetterFact[] {
  const text = translateTo(locale);
  return [
    { label: text('orderLetters:order.number'), value: order.number },
    { label: text('deskOrders:columns.total'), value: formatWon(amount) },
  ];
}

/** As the audit log names an order. Nothing of whose it is: the log can't be erased. */
export function subjectOf(order: Pick<Order, 'id' | 'number'>): AuditEntry['subject'] {
  return { kind: 'order', id: order.id, name: order.number };
}
