import { faultsInWords } from '../../web/form-page';
import type { FieldErrors } from '../../web/forms';
import type { Wording } from '../web/format';
import type { Place } from '../web/list-address';
import { addressOf, type CustomerFilter } from './address';
import { MOST_LATEST, type Customer, type CustomerOrder, type CustomerRow, type Hindrances } from './model';
import { isHindered } from './service';
import type { deskCustomers } from './texts.ko';

export function listView(
  filter: CustomerFilter,
  { rows, next }: { readonly rows: readonly CustomerRow[]; readonly next: Place | null },
  { text, format }: Wording,
) {
  const narrowed = filter.search !== '' || filter.onlyBlocked;
  return {
    search: filter.search,
    tabs: [false, true].map((onlyBlocked) => ({
      href: addressOf({ search: '', onlyBlocked, after: null }),
      label: text(`deskCustomers:tabs.${onlyBlocked ? 'blocked' : 'all'}`),
      current: onlyBlocked === filter.onlyBlocked,
      count: null,
    })),
    onlyBlocked: filter.onlyBlocked,
    rows: rows.map((row) => ({
      href: `/admin/customers/${row.id}`,
      called: row.name,
      email: row.email,
      phone: row.phone,
      kind: text(`deskCustomers:kinds.${row.isMember ? 'member' : 'guest'}`),
      blocked: row.blocked,
      orders: format.count(row.orders),
      boughtFor: row.boughtFor,
      last: format.day(row.lastSeenAt),
    })),
    nothing: rows.length === 0 ? text(`deskCustomers:empty.${narrowed ? 'found' : 'all'}`) : null,
    pager: {
      first: filter.after ? addressOf(filter, { after: null }) : null,
      next: next ? addressOf(filter, { after: next }) : null,
    },
  };
}

export interface Tried {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: FieldErrors<Exclude<keyof (typeof deskCustomers)['errors'], 'other-email'>>;
}

export function customerView(customer: Customer, tried: Tried | null, wording: Wording) {
  const { text, format } = wording;
  return {
    id: customer.id,
    here: `/admin/customers/${customer.id}`,
    called: customer.name || customer.email,
    email: customer.email,
    phone: customer.phone,
    kind: customer.memberSince
      ? text('deskCustomers:memberSince', { day: format.day(customer.memberSince) })
      : text('deskCustomers:kinds.guest'),
    count: format.count(customer.orders),
    boughtFor: customer.boughtFor,
    last: format.day(customer.lastSeenAt),
    block: customer.block && {
      reason: customer.block.reason,
      when: format.time(customer.block.at),
      staff: customer.block.staff,
    },
    orders: customer.latest.slice(0, MOST_LATEST).map((order) => orderView(order, wording)),
    more: customer.latest.length > MOST_LATEST,
    values: tried?.values ?? {},
    ...faultsInWords(
      tried?.errors ?? {},
      (code) => text(`deskCustomers:errors.${code}`),
      () => text('deskCustomers:block.reason'),
    ),
  };
}

function orderView(order: CustomerOrder, { locale, text, format }: Wording) {
  const name = locale === 'ko' ? order.nameKo : order.nameEn;
  return {
    number: order.number,
    href: `/admin/orders/${order.number}`,
    goods: order.lines > 1 ? text('deskOrders:andMore', { name, others: order.lines - 1 }) : name,
    status: text(`deskOrders:states.${order.status}`),
    done: order.status === 'shipped' || order.status === 'delivered',
    remark: order.flag && text(`deskOrders:flags.${order.flag}`),
    placed: format.day(order.placedAt),
    total: order.total,
    refunded: order.refunded,
  };
}

export function eraseView(
  customer: Customer,
  hindrances: Hindrances,
  tried: { readonly email: string; readonly wrong: boolean } | null,
  { text }: Wording,
) {
  const why = (['open', 'refundDue', 'flagged'] as const).filter((reason) => hindrances[reason].length > 0);
  return {
    here: `/admin/customers/${customer.id}`,
    called: customer.name || customer.email,
    email: customer.email,
    orders: hindrances.orders,
    hindered: isHindered(hindrances),
    hindrances: why.map((reason) => ({
      text: text(`deskCustomers:erase.hindrances.${reason}`),
      orders: hindrances[reason].map((number) => ({ number, href: `/admin/orders/${number}` })),
    })),
    typed: tried?.email ?? '',
    ...faultsInWords(
      tried?.wrong ? { email: 'other-email' as const } : {},
      (code) => text(`deskCustomers:errors.${code}`),
      () => text('deskCustomers:erase.type', { email: customer.email }),
    ),
  };
}
