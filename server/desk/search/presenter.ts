import { formatWon } from '../../money/money';
import type { CustomerRow } from '../customers/model';
import { orderRow } from '../orders';
import type { OrderRow } from '../orders/model';
import { pictureOf, stateKey, stateOf, type ListedPerfume } from '../perfumes/model';
import type { TimedWording } from '../web/format';
import { listAddress } from '../web/list-address';

/** Of each kind; the rest is in its own list. */
export const MOST_SHOWN = 5;

/** One more than is shown, where there are more; null for what the person may not see. */
export interface Found {
  readonly perfumes: readonly ListedPerfume[] | null;
  readonly orders: readonly OrderRow[] | null;
  readonly customers: readonly CustomerRow[] | null;
}

export function searchView(search: string, { perfumes, orders, customers }: Found, words: TimedWording) {
  const { text } = words;
  const part = <Row, Shown>(found: readonly Row[] | null, path: string, show: (row: Row) => Shown) => ({
    rows: (found ?? []).slice(0, MOST_SHOWN).map(show),
    more: found && found.length > MOST_SHOWN ? listAddress(path, { q: search }) : null,
  });
  const isNothing = [perfumes, orders, customers].every((found) => !found?.length);
  return {
    ...fieldView(search, customers !== null, words),
    perfumes: part(perfumes, '/admin/products', (perfume) => perfumeRow(perfume, words)),
    orders: part(orders, '/admin/orders', (order) => orderRow(order, 'all', words)),
    customers: part(customers, '/admin/customers', ({ id, name, email, phone }) => ({
      href: `/admin/customers/${id}`,
      called: name || email,
      email: name ? email : '',
      phone,
    })),
    nothing: isNothing && search !== '' ? text('deskSearch:nothing') : null,
    hint: isNothing ? text('deskSearch:hint') : null,
  };
}

export const fieldView = (search: string, withCustomers: boolean, { text }: Pick<TimedWording, 'text'>) => ({
  search,
  label: text(`deskSearch:${withCustomers ? 'all' : 'goods'}`),
});

function perfumeRow(perfume: ListedPerfume, { text, locale, format, now }: TimedWording) {
  const state = stateOf(perfume, now);
  const name = locale === 'ko' ? perfume.nameKo : perfume.nameEn;
  return {
    href: `/admin/products/${perfume.id}`,
    picture: pictureOf(perfume),
    name,
    house: locale === 'ko' ? perfume.houseKo : perfume.houseEn,
    stateText: text(stateKey(state, perfume.variants.length > 0)),
    done: state === 'visible' && perfume.variants.length > 0,
    volumes: perfume.variants.map(({ ml, price, stock }, index) => ({
      // The form's own field of it, where the cursor stands at once.
      href: `/admin/products/${perfume.id}/prices#volume_price-${index}`,
      change: text('deskSearch:change', { name, volume: `${ml}ml` }),
      volume: `${ml}ml`,
      price: formatWon(price),
      stock: text('deskSearch:stock', { count: format.count(stock) }),
    })),
  };
}
