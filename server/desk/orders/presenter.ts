import type { Locale } from '../../i18n/locale';
import { formatWon } from '../../money/money';
import { CARRIER_NAMES, trackingLink } from '../../store/carriers/model';
import { ORDER_STATUSES } from '../../store/orders';
import type { StoredOrder } from '../../store/orders/model';
import type { DeskText } from '../texts';
import type { Wording } from '../web/format';
import { addressOf, tabAddress } from './address';
import { MOST_AT_ONCE } from './forms';
import { MOST_COUNTED, TABS, type Counts, type OrderFilter, type OrderRow, type Tab } from './model';
import type { QueuePage } from './service';

export function queueView(filter: OrderFilter, { rows, counts, next }: QueuePage, wording: Wording) {
  const { text } = wording;
  const narrowed = filter.search !== '' || filter.day !== '' || filter.status !== null;
  return {
    tabs: queueTabs(filter.tab, counts, wording),
    tab: filter.tab,
    chosenTab: filter.isTabChosen ? filter.tab : '',
    search: filter.search,
    day: filter.day,
    status: filter.status ?? '',
    statuses: [
      { value: '', label: text('deskOrders:anyStatus') },
      ...ORDER_STATUSES.map((status) => ({ value: status, label: text(`deskOrders:states.${status}`) })),
    ],
    chosen: filter.chosen,
    choice: filter.tab === 'ship' || filter.tab === 'confirm' ? choiceOf(filter, { rows, counts }, wording) : null,
    narrowed: filter.like && {
      text: text('deskOrders:samePlaceAs', { number: filter.like }),
      href: addressOf(filter, { like: null, chosen: false, after: null }),
    },
    // Where all are in the same state, saying it in every row helps nobody.
    showsState: filter.tab !== 'ship' && filter.tab !== 'confirm',
    when: text(`deskOrders:columns.${filter.tab}`),
    rows: rows.map((row) => orderRow(row, filter.tab, wording)),
    nothing: rows.length === 0 ? text(`deskOrders:empty.${narrowed ? 'found' : filter.tab}`) : null,
    everywhere: filter.search !== '' && filter.tab !== 'all' ? addressOf(filter, { tab: 'all', after: null }) : null,
    pager: {
      first: filter.after ? addressOf(filter, { after: null }) : null,
      next: next ? addressOf(filter, { after: next }) : null,
    },
  };
}

/** Questions are no orders, but wait beside them. */
export const queueTabs = (current: Tab | 'questions', counts: Counts, wording: Wording) =>
  ([...TABS.slice(0, -1), 'questions', 'all'] as const).map((tab) => ({
    href: tab === 'questions' ? '/admin/orders/questions' : tabAddress(tab),
    label: wording.text(`deskOrders:tabs.${tab}`),
    count: tab === 'all' ? null : countText(counts[tab], wording),
    current: tab === current,
  }));

/** What is sent or printed may be the whole tab. Money that has come, or hasn't, is looked at one by one. */
function choiceOf(filter: OrderFilter, { rows, counts }: Pick<QueuePage, 'rows' | 'counts'>, { text }: Wording) {
  const isWhole = filter.search === '' && filter.day === '' && filter.after === null;
  return {
    shown: rows.length,
    ofAll:
      filter.tab === 'ship' && isWhole
        ? text(`deskOrders:bulk.${counts.ship > MOST_AT_ONCE ? 'first' : 'whole'}`, {
            count: Math.min(counts.ship, MOST_AT_ONCE),
          })
        : null,
    every: {
      href: addressOf(filter, { chosen: !filter.chosen }),
      label: text(`desk:choice.${filter.chosen ? 'nothing' : 'every'}`),
    },
  };
}

function countText(count: number, { text, format }: Wording): string {
  return count > MOST_COUNTED ? text('deskOrders:more', { count: MOST_COUNTED }) : format.count(count);
}

function momentOf(row: OrderRow, tab: Tab): Date {
  if (tab === 'confirm') return row.paymentDueAt;
  if (tab === 'ship') return row.paidAt ?? row.placedAt;
  if (tab === 'under-way') return row.shippedAt ?? row.placedAt;
  return row.placedAt;
}

export function orderRow(row: OrderRow, tab: Tab, { locale, text, format }: Wording) {
  const name = locale === 'ko' ? row.nameKo : row.nameEn;
  return {
    number: row.number,
    href: `/admin/orders/${row.number}`,
    recipient: row.recipient,
    depositor: fromAnother(row, text),
    email: row.email,
    goods: row.lines > 1 ? text('deskOrders:andMore', { name, others: row.lines - 1 }) : name,
    bottles: text('deskOrders:bottles', { count: row.bottles }),
    total: row.total,
    status: text(`deskOrders:states.${row.status}`),
    done: row.status === 'shipped' || row.status === 'delivered',
    manual: row.channel === 'manual',
    remark: remarkOf(row, text),
    samePlace:
      tab === 'confirm' && row.samePlace > 1
        ? {
            text: text('deskOrders:samePlace', { count: format.count(row.samePlace) }),
            href: `${tabAddress('confirm')}&like=${row.number}&chosen=all`,
          }
        : null,
    when: format.time(momentOf(row, tab)),
    tracking: row.trackingNumber,
    track: trackingLink(row.carrier, row.trackingNumber),
  };
}

/** Said where it isn't the recipient's own. */
export const fromAnother = (
  { recipient, depositor }: { readonly recipient: string; readonly depositor: string | null },
  text: DeskText,
): string | null =>
  depositor === null || depositor === recipient ? null : text('deskOrders:from', { name: depositor });

function remarkOf(row: OrderRow, text: DeskText): string | null {
  if (row.flag) return text(`deskOrders:flags.${row.flag}`);
  if (row.status !== 'cancelled' || row.paidAt === null || row.refunded >= row.total) return null;
  return text('deskOrders:refundDue', { amount: formatWon(row.total - row.refunded) });
}

export function carrierOptions(text: DeskText) {
  return CARRIER_NAMES.map((name) => ({ value: name, label: text(`orderWords:carriers.${name}`) }));
}

/** What was ordered, as it was called then. */
export function lineWords(line: StoredOrder['lines'][number], locale: Locale) {
  return {
    name: locale === 'ko' ? line.nameKo : line.nameEn,
    house: locale === 'ko' ? line.houseKo : line.houseEn,
    sku: line.sku,
    volume: `${line.volumeMl} ml`,
    quantity: line.quantity,
  };
}
