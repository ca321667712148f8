/** Every page of the desk with rows on it: how often it asks the database, and that this does not grow with the rows. */
import { Client } from 'pg';
import { type DeskVisitor, withDesk } from '../../setup/desk';
import type { TestShop } from '../../setup/shop';
import { fillDesk, type Amounts } from './full-desk';

const MOST = 4;

/** What needs more, with the reason. */
const MORE: Readonly<Record<string, number>> = {
  // Session, person and the desk's product, then the storefront's own page of it: the perfume, what it may resemble,
  // the cards of the nearest, and what delivery costs.
  '/admin/products/:id/preview': 7,
  // Besides the entries and the people: what houses and notes are called today.
  '/admin/audit': 5,
  '/admin/audit?kind=order': 5,
  // The same, besides the file and what was found in it.
  '/admin/files/imports/:id': 5,
  // Session and person, then deposits, the orders they may be for (those that wait, and those that don't any more), and
  // what is settled.
  '/admin/orders/deposits': 6,
  // Session and person, then one statement for each of three kinds of things.
  '/admin/search?q=buyer': 5,
  '/admin/search?q=향': 5,
};

interface FullDesk {
  readonly shop: TestShop;
  readonly owner: DeskVisitor;
}

function withFullDesk(amounts: Amounts): FullDesk {
  const { shop, owner } = withDesk();
  beforeAll(() => fillDesk(shop.database.pool, amounts, shop.clock.now()));
  beforeAll(() => shop.database.run`insert into shop_pauses (from_day, until_day) values ('2027-02-01', '2027-02-03')`);
  return { shop, owner };
}

const few = withFullDesk({ rows: 3, parts: 1 });
const many = withFullDesk({ rows: 30, parts: 10 });

/** What stands for a route's parameter: a statement that finds it. */
const INSTANCES: Readonly<Record<string, string>> = {
  '/admin/people/:id': `select id from staff where email = 'reader1@example.com'`,
  '/admin/products/:id': `select id from perfumes where slug = 'perfume-1'`,
  '/admin/products/:id/preview': `select id from perfumes where slug = 'perfume-1'`,
  '/admin/products/:id/prices': `select id from perfumes where slug = 'perfume-1'`,
  '/admin/products/bulk/:change': 'select id from bulk_changes limit 1',
  '/admin/products/houses/:house': `select 'house-1' as id`,
  '/admin/products/notes/:note': `select 'note-1' as id`,
  '/admin/stock/:volume': `select min(id) as id from variants`,
  '/admin/orders/deposits/:id': `select min(id) as id from deposits where state = 'open'`,
  '/admin/orders/deposits/statements/:id': `select id from statement_files where file_name = 'bank-1.csv'`,
  '/admin/orders/:number': `select min(number) as id from orders where status = 'shipped'`,
  '/admin/customers/:id': `select id from customers where email = 'buyer1@example.com'`,
  '/admin/customers/:id/erase': `select id from customers where email = 'buyer1@example.com'`,
  '/admin/customers/:id/export': `select id from customers where email = 'buyer1@example.com'`,
  '/admin/files/imports/:id': `select id from imports where file_name = 'file-1.csv'`,
  '/admin/settings/delivery/areas/:entry': 'select min(id) as id from delivery_areas',
  '/admin/settings/delivery/holidays/:entry': 'select min(id) as id from holidays',
  '/admin/settings/delivery/pauses/:entry': 'select min(id) as id from shop_pauses',
  '/admin/operations/mails/:id': `select min(id) as id from outbox where status = 'failed'`,
};

const CHOSEN = `select string_agg('number=' || number, '&') as id from orders where status = 'paid'`;

const UNPAID = `select string_agg('number=' || number, '&') as id from orders where status = 'pending'`;

/** Addresses that list something else than the page without a query, or nothing without one. */
const QUERIES: Readonly<Record<string, readonly (readonly [query: string, filledBy?: string])[]>> = {
  '/admin/search': [['q=buyer'], ['q=향']],
  '/admin/orders': [['tab=ship'], ['tab=look'], ['tab=under-way'], ['tab=all'], ['q=buyer'], ['q=향']],
  '/admin/orders/cancel': [['chosen', UNPAID]],
  '/admin/orders/confirm': [['chosen', UNPAID]],
  '/admin/orders/print': [['chosen', CHOSEN]],
  '/admin/orders/ship': [['chosen', CHOSEN]],
  '/admin/products': [['state=hidden'], ['stock=low'], ['sort=name'], ['q=향']],
  '/admin/stock': [['view=out'], ['view=all']],
  '/admin/customers': [['blocked=on'], ['q=buyer']],
  '/admin/operations': [['mails=queued']],
  '/admin/figures': [['from=2026-01-01&to=2026-11-30&by=month']],
  '/admin/audit': [['kind=order']],
};

const NEED_A_QUERY = [
  ...['cancel', 'confirm', 'print', 'ship'].map((page) => `/admin/orders/${page}`),
  '/admin/search',
];

/** What a form has just made, or left: tests of their own look at them. */
const AFTER_A_FORM = ['/admin/kept', '/admin/account/recovery-codes/new', '/admin/people/:id/link'];

/** They list nothing of which the fuller shop has more. */
const WITHOUT_ROWS = [
  '/admin/account/password',
  '/admin/account/recovery-codes',
  '/admin/account/second-factor',
  '/admin/aura.svg',
  '/admin/customers/:id/erase',
  '/admin/customers/:id/export',
  '/admin/operations/mails/:id',
  '/admin/orders/deposits/:id',
  '/admin/orders/deposits/statements/:id',
  '/admin/orders/new',
  '/admin/people/new',
  '/admin/products/houses/:house',
  '/admin/products/houses/new',
  '/admin/settings',
  '/admin/settings/mail-server',
  '/admin/settings/delivery',
  ...['areas', 'holidays', 'pauses'].flatMap((kind) =>
    ['new', ':entry'].map((entry) => `/admin/settings/delivery/${kind}/${entry}`),
  ),
];

/** Any list is longer by this many characters in the fuller shop; a page where only a number has changed is not. */
const SHORTEST_ROWS = 20;

interface Page {
  readonly name: string;
  readonly path: string;
}

async function pagesOf({ shop }: FullDesk): Promise<Page[]> {
  const find = async (sql: string): Promise<string> => String(await shop.database.value<unknown>(sql));
  const routes = shop.shop.desk.routes.filter(({ method, needs }) => method === 'get' && needs !== 'anyone');
  const pages: Page[] = [];
  for (const { path: route } of routes) {
    const instance = INSTANCES[route];
    const path = instance === undefined ? route : route.replace(/:\w+/, await find(instance));
    if (![...NEED_A_QUERY, ...AFTER_A_FORM].includes(route)) pages.push({ name: route, path });
    for (const [query, sql] of QUERIES[route] ?? []) {
      pages.push({
        name: `${route}?${query}`,
        path: `${path}?${sql === undefined ? encodeURI(query) : await find(sql)}`,
      });
    }
  }
  return pages;
}

interface Seen {
  readonly status: number;
  readonly questions: number;
  readonly length: number;
}

/** Each page as it is seen the second time: by then what pages share is remembered. */
async function look(full: FullDesk): Promise<Map<string, Seen>> {
  full.shop.shop.services.memories.stillRightAt(Infinity);
  const seen = new Map<string, Seen>();
  const asked = jest.spyOn(Client.prototype, 'query');
  for (const { name, path } of await pagesOf(full)) {
    await full.owner.get(path);
    asked.mockClear();
    const { status, headers } = await full.owner.get(path);
    const length = Number(headers['content-length']);
    seen.set(name, { status, questions: asked.mock.calls.length, length });
  }
  asked.mockRestore();
  return seen;
}

const pick = <T>(seen: Map<string, Seen>, value: (page: Seen) => T): Record<string, T> =>
  Object.fromEntries([...seen].map(([name, page]) => [name, value(page)]));

let fewSeen: Map<string, Seen>;
let manySeen: Map<string, Seen>;
beforeAll(async () => {
  fewSeen = await look(few);
  manySeen = await look(many);
});

test('every page is there, with rows', () => {
  expect([...fewSeen, ...manySeen].filter(([, { status }]) => status !== 200)).toEqual([]);
  const grewBy = (name: string): number => manySeen.get(name)!.length - fewSeen.get(name)!.length;
  const without = [...manySeen.keys()].filter((name) => grewBy(name) < SHORTEST_ROWS);
  expect(without.sort()).toEqual([...WITHOUT_ROWS].sort());
});

test('no page asks more often when it has more rows', () => {
  expect(pick(manySeen, ({ questions }) => questions)).toEqual(pick(fewSeen, ({ questions }) => questions));
});

test('no page asks more than four times, but for those that say why', () => {
  expect([...manySeen].filter(([name, { questions }]) => questions > (MORE[name] ?? MOST))).toEqual([]);
});
