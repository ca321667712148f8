/** Reloading by the address bar, a bookmark, Back after signing in: every address that takes a form leads to its page. */
import { withDesk } from '../../setup/desk';
import { fillDesk } from './full-desk';

const { shop, owner } = withDesk();
beforeAll(() => fillDesk(shop.database.pool, { rows: 2, parts: 1 }, shop.clock.now()));
beforeAll(() => shop.database.run`insert into shop_pauses (from_day, until_day) values ('2027-02-01', '2027-02-03')`);

/** What stands for a parameter below an address. */
const FOUND: readonly (readonly [below: string, sql: string])[] = [
  ['/admin/orders/deposits/statements/:id', 'select id from statement_files limit 1'],
  ['/admin/orders/deposits/:id', `select min(id) from deposits where state = 'open'`],
  ['/admin/settings/delivery/areas/:entry', 'select min(id) from delivery_areas'],
  ['/admin/settings/delivery/holidays/:entry', 'select min(id) from holidays'],
  ['/admin/settings/delivery/pauses/:entry', 'select min(id) from shop_pauses'],
  ['/admin/orders/:number', 'select min(number) from orders'],
  ['/admin/products/houses/:house', `select 'house-1'`],
  ['/admin/products/notes/:note', `select 'note-1'`],
  ['/admin/products/bulk/:change', 'select id from bulk_changes limit 1'],
  ['/admin/products/:id', 'select min(id) from perfumes'],
  ['/admin/stock/:volume', 'select min(id) from variants'],
  ['/admin/customers/:id', 'select id from customers limit 1'],
  ['/admin/people/:id', 'select id from staff limit 1'],
  ['/admin/files/imports/:id', 'select id from imports limit 1'],
  ['/admin/operations/mails/:id', 'select min(id) from outbox'],
];

async function addressOf(pattern: string): Promise<string> {
  const sql = FOUND.find(([below]) => pattern.startsWith(below))?.[1];
  const value = sql === undefined ? '' : String(await shop.database.value<unknown>(sql));
  return pattern.replace(/:\w+/, value).replace(/:\w+/, '1');
}

test('each leads to a page that is there, and changes nothing', async () => {
  const posts = shop.shop.desk.routes.filter(({ method, needs }) => method === 'post' && needs !== 'anyone');
  const pages = new Set(shop.shop.desk.routes.filter(({ method }) => method === 'get').map(({ path }) => path));
  const before = await shop.database.rows`select * from audit_log`;
  const wrong: unknown[] = [];
  for (const { path } of posts.filter((route) => !pages.has(route.path))) {
    const answer = await owner.get(`${await addressOf(path)}?tab=all`);
    const location = String(answer.headers['location']);
    const page = answer.status === 303 ? (await owner.get(location)).status : 0;
    if (page !== 200 || !location.endsWith('?tab=all')) wrong.push([path, answer.status, location, page]);
  }
  expect(posts.length).toBeGreaterThan(40);
  expect(wrong).toEqual([]);
  expect(await shop.database.rows`select * from audit_log`).toEqual(before);
});

test('it tells no stranger which there are', async () => {
  const strangers = { Cookie: '' };
  for (const path of ['/admin/orders/1/note', '/admin/orders/1/no-such-form']) {
    const next = `/admin/sign-in?next=${encodeURIComponent(path)}`;
    await owner.get(path, strangers).expect(303).expect('Location', next);
    await owner.post(path, {}, strangers).expect(303).expect('Location', '/admin/sign-in?notice=not-done');
  }
});
