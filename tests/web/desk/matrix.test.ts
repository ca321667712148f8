/** Every route of the desk against every role. Whoever adds a route writes a line here, by hand: that is the point. */
import { may, PERMISSIONS, ROLES, type Role } from '../../../server/desk/permissions';
import type { DeskRoute } from '../../../server/desk/web/routes';
import { deskVisitor, type DeskVisitor } from '../../setup/desk';
import { withShop } from '../../setup/shop';
import { ORIGIN } from '../../setup/visitor';

const ANYONE = 'anyone';
type Allowed = readonly Role[] | typeof ANYONE;

const everybody: Allowed = ['owner', 'shipping', 'reader'];
const owner: Allowed = ['owner'];
const ownerAndShipping: Allowed = ['owner', 'shipping'];
const ownerAndReader: Allowed = ['owner', 'reader'];

/** One feature below the other, each in the order of its routes. */
const TABLE: Readonly<Record<string, Allowed>> = {
  // today
  'get /admin': everybody,
  'get /admin/kept': everybody,
  'get /admin/search': everybody,
  // access: coming in
  'get /admin/sign-in': ANYONE,
  'post /admin/sign-in': ANYONE,
  'get /admin/sign-in/code': ANYONE,
  'post /admin/sign-in/code': ANYONE,
  'post /admin/sign-out': everybody,
  'get /admin/set-up/:token': ANYONE,
  'post /admin/set-up/:token': ANYONE,
  'get /admin/set-up/:token/code': ANYONE,
  'post /admin/set-up/:token/code': ANYONE,
  // access: one's own account
  'get /admin/account': everybody,
  'post /admin/account': everybody,
  'get /admin/account/password': everybody,
  'post /admin/account/password': everybody,
  'get /admin/account/second-factor': everybody,
  'post /admin/account/second-factor': everybody,
  'post /admin/account/second-factor/confirm': everybody,
  'get /admin/account/recovery-codes': everybody,
  'post /admin/account/recovery-codes': everybody,
  'get /admin/account/recovery-codes/new': everybody,
  'post /admin/account/sessions/end': everybody,
  'post /admin/account/sessions/end-others': everybody,
  'get /admin/account/sign-ins': everybody,
  // access: people
  'get /admin/people/sign-ins': owner,
  'get /admin/people': owner,
  'get /admin/people/new': owner,
  'post /admin/people/new': owner,
  'get /admin/people/:id': owner,
  'post /admin/people/:id/role': owner,
  'post /admin/people/:id/link': owner,
  'get /admin/people/:id/link': owner,
  'post /admin/people/:id/enable': owner,
  'post /admin/people/:id/disable': owner,
  'post /admin/people/:id/sign-out': owner,
  // audit
  'get /admin/audit': ownerAndReader,
  // products
  'get /admin/aura.svg': everybody,
  'get /admin/products': everybody,
  'get /admin/products/:id': everybody,
  'get /admin/products/:id/preview': everybody,
  'get /admin/products/bulk/:change': everybody,
  'get /admin/products/houses': everybody,
  'get /admin/products/houses/:house': everybody,
  'get /admin/products/notes': everybody,
  'get /admin/products/notes/:note': everybody,
  'get /admin/products/new': owner,
  'get /admin/products/:id/prices': owner,
  'get /admin/products/houses/new': owner,
  'post /admin/products': owner,
  'post /admin/products/:id': owner,
  'post /admin/products/:id/photos': owner,
  'post /admin/products/:id/prices': owner,
  'post /admin/products/:id/photos/:photo': owner,
  'post /admin/products/:id/visibility': owner,
  'post /admin/products/bulk': owner,
  'post /admin/products/bulk/:change/undo': owner,
  'post /admin/products/bulk/apply': owner,
  'post /admin/products/houses': owner,
  'post /admin/products/houses/:house': owner,
  'post /admin/products/notes': owner,
  'post /admin/products/notes/:note': owner,
  // stock
  'get /admin/stock': everybody,
  'get /admin/stock/:volume': everybody,
  'post /admin/stock/:volume/count': ownerAndShipping,
  'post /admin/stock/:volume/delivery': ownerAndShipping,
  // orders
  'get /admin/orders': everybody,
  'get /admin/orders/:number': everybody,
  'get /admin/orders/print': ownerAndShipping,
  'get /admin/orders/ship': ownerAndShipping,
  'post /admin/orders/ship': ownerAndShipping,
  'post /admin/orders/:number/ship': ownerAndShipping,
  'post /admin/orders/:number/unship': ownerAndShipping,
  'post /admin/orders/:number/deliver': ownerAndShipping,
  'post /admin/orders/:number/undeliver': ownerAndShipping,
  'get /admin/orders/questions': everybody,
  'post /admin/orders/:number/answer': ownerAndShipping,
  'post /admin/orders/:number/close-questions': ownerAndShipping,
  'post /admin/orders/:number/note': ownerAndShipping,
  'post /admin/orders/:number/renew-links': ownerAndShipping,
  'post /admin/orders/:number/resend': ownerAndShipping,
  'get /admin/orders/confirm': owner,
  'post /admin/orders/confirm': owner,
  'get /admin/orders/cancel': owner,
  'post /admin/orders/cancel': owner,
  'get /admin/orders/new': owner,
  'post /admin/orders/new': owner,
  'get /admin/orders/deposits': owner,
  'post /admin/orders/deposits/confirm': owner,
  'post /admin/orders/deposits/statements': owner,
  'get /admin/orders/deposits/statements/:id': owner,
  'post /admin/orders/deposits/statements/:id': owner,
  'post /admin/orders/deposits/statements/:id/drop': owner,
  'get /admin/orders/deposits/:id': owner,
  'post /admin/orders/deposits/:id/match': owner,
  'post /admin/orders/deposits/:id/set-aside': owner,
  'post /admin/orders/deposits/:id/reopen': owner,
  'post /admin/orders/:number/mark-paid': owner,
  'post /admin/orders/:number/cancel': owner,
  'post /admin/orders/:number/refund': owner,
  'post /admin/orders/:number/refund-held': owner,
  'post /admin/orders/:number/honour': owner,
  'post /admin/orders/:number/clear-flag': owner,
  // customers
  'get /admin/customers': owner,
  'get /admin/customers/:id': owner,
  'get /admin/customers/:id/erase': owner,
  'get /admin/customers/:id/export': owner,
  'post /admin/customers/:id/block': owner,
  'post /admin/customers/:id/erase': owner,
  'post /admin/customers/:id/export': owner,
  'post /admin/customers/:id/unblock': owner,
  // figures, files
  'get /admin/figures': ownerAndReader,
  'get /admin/files': owner,
  'get /admin/files/imports/:id': owner,
  'post /admin/files/export/customers': owner,
  'post /admin/files/export/figures': owner,
  'post /admin/files/export/orders': owner,
  'post /admin/files/export/products': owner,
  'post /admin/files/export/stock': owner,
  'post /admin/files/import': owner,
  'post /admin/files/imports/:id/again': owner,
  'post /admin/files/imports/:id/confirm': owner,
  'post /admin/files/imports/:id/drop': owner,
  // operations
  'get /admin/operations': ownerAndReader,
  'get /admin/operations/mails/:id': ownerAndReader,
  'post /admin/operations/mails/:id/retry': owner,
  'post /admin/operations/mails/retry': owner,
  'post /admin/operations/doctor': owner,
  // settings
  'get /admin/settings': ownerAndReader,
  'post /admin/settings/bank': owner,
  'get /admin/settings/delivery': ownerAndReader,
  'post /admin/settings/delivery': owner,
  'get /admin/settings/delivery/areas/:entry': owner,
  'get /admin/settings/delivery/areas/new': owner,
  'post /admin/settings/delivery/areas': owner,
  'post /admin/settings/delivery/areas/:entry': owner,
  'post /admin/settings/delivery/areas/:entry/remove': owner,
  'get /admin/settings/delivery/holidays/:entry': owner,
  'get /admin/settings/delivery/holidays/new': owner,
  'post /admin/settings/delivery/holidays': owner,
  'post /admin/settings/delivery/holidays/:entry': owner,
  'post /admin/settings/delivery/holidays/:entry/remove': owner,
  'get /admin/settings/delivery/pauses/:entry': owner,
  'get /admin/settings/delivery/pauses/new': owner,
  'post /admin/settings/delivery/pauses': owner,
  'post /admin/settings/delivery/pauses/:entry': owner,
  'post /admin/settings/delivery/pauses/:entry/remove': owner,
  'post /admin/settings/mail': owner,
  'post /admin/settings/mail/test': owner,
  'get /admin/settings/mail-server': owner,
  'post /admin/settings/mail-server': owner,
  'post /admin/settings/mail-server/remove': owner,
  'post /admin/settings/seller': owner,
};

const shop = withShop();
let routes: readonly DeskRoute[];
beforeAll(() => {
  routes = shop.shop.desk.routes;
});

const lineOf = ({ method, path }: DeskRoute): string => `${method} ${path}`;
const allowedBy = ({ needs }: DeskRoute): Allowed =>
  needs === 'anyone' ? ANYONE : ROLES.filter((role) => may(role, needs));

/** What every table holds. Sessions and limits are what a refused request may leave behind: that it was made. */
async function everything(): Promise<string> {
  const { pool } = shop.database;
  const rows = await shop.database.rows<{ name: string }>`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
       and table_name not in ('desk_sessions', 'rate_limits') order by 1`;
  const sums: string[] = [];
  for (const { name } of rows) {
    const found = await pool.query<{ sum: string }>(
      `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${name} t`,
    );
    sums.push(`${name} ${found.rows[0]!.sum}`);
  }
  return sums.join('\n');
}

/** Somebody's id stands for every parameter: where it is nobody's, the route has to say so itself. */
const pathOf = ({ path }: DeskRoute, id: string): string => path.replace(/:\w+/g, id);
/** Forms with a file: sent as others are, their token isn't found. */
const UPLOADS: readonly string[] = [
  'post /admin/files/import',
  'post /admin/orders/deposits/statements',
  'post /admin/products/:id/photos',
];
const NO_FILE = { name: 'empty', type: 'text/plain', content: Buffer.from('no file of any kind') };
function ask(visitor: DeskVisitor, route: DeskRoute) {
  const path = pathOf(route, visitor.staffId);
  if (route.method === 'get') return visitor.get(path);
  if (UPLOADS.includes(lineOf(route))) return visitor.upload(path, NO_FILE, { not_a_field: 'of any form' });
  return visitor.post(path, { not_a_field: 'of any form' });
}

test('every route stands in the table, and the table has no other', () => {
  expect(routes.map(lineOf).sort()).toEqual(Object.keys(TABLE).sort());
});

test('every route allows whom the table allows', () => {
  expect(Object.fromEntries(routes.map((route) => [lineOf(route), allowedBy(route)]))).toEqual(TABLE);
});

test('owners may do everything, and nobody else may make anybody an owner', () => {
  expect(PERMISSIONS.filter((permission) => !may('owner', permission))).toEqual([]);
  expect(ROLES.filter((role) => may(role, 'people.write'))).toEqual(['owner']);
});

test.each(ROLES)('%s is refused what is not hers, and nothing happens', async (role) => {
  const visitor = await deskVisitor(shop, role);
  const before = await everything();
  for (const route of routes) {
    const allowed = TABLE[lineOf(route)] ?? [];
    if (allowed === ANYONE || allowed.includes(role)) continue;
    const { status } = await ask(visitor, route);
    expect([lineOf(route), status]).toEqual([lineOf(route), 403]);
  }
  expect(await everything()).toBe(before);
});

test.each(ROLES)('%s is not refused what is hers', async (role) => {
  for (const route of routes) {
    const allowed = TABLE[lineOf(route)] ?? [];
    if (allowed === ANYONE || !allowed.includes(role)) continue;
    // A visitor of her own for each: signing out is hers too.
    const answer = await ask(await deskVisitor(shop, role), route);
    const isAsked = route.code !== undefined && answer.text.includes('name="recent_code"');
    expect([lineOf(route), isAsked || (answer.status !== 403 && answer.status < 500)]).toEqual([lineOf(route), true]);
    expect([lineOf(route), answer.headers['location']]).not.toEqual([lineOf(route), '/admin/sign-in']);
  }
});

test('without a session every route but those of coming in asks for a sign-in, and nothing happens', async () => {
  const host = {
    'X-Forwarded-Host': 'app.essence-aura.localhost:8443',
    Origin: 'https://app.essence-aura.localhost:8443',
  };
  const stranger = shop.visitor();
  const before = await everything();
  for (const route of routes.filter(({ needs }) => needs !== 'anyone')) {
    const path = pathOf(route, '00000000-0000-0000-0000-000000000000');
    const answer = await (route.method === 'get'
      ? stranger.get(path, host)
      : stranger.post(path, { form_token: 'a-form-token-of-the-tests-0123456' }, host));
    const told = route.method === 'get' ? `next=${encodeURIComponent(path)}` : 'notice=not-done';
    expect([lineOf(route), answer.status, answer.headers['location']]).toEqual([
      lineOf(route),
      303,
      `/admin/sign-in?${told}`,
    ]);
  }
  expect(await everything()).toBe(before);
});

test('a form without its token, or from another site or the storefront, is refused to owners too, and nothing happens', async () => {
  const visitor = await deskVisitor(shop, 'owner');
  const before = await everything();
  for (const route of routes.filter(({ method, needs }) => method === 'post' && needs !== 'anyone')) {
    const path = pathOf(route, visitor.staffId);
    const cross = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
    const sibling = { 'Sec-Fetch-Site': 'same-site', Origin: 'https://other.essence-aura.localhost:8443' };
    for (const { status } of [
      await visitor.post(path, { form_token: 'x' }),
      await visitor.post(path, { form_token: '' }),
      await visitor.post(path, {}, cross),
      await visitor.post(path, {}, sibling),
      await visitor.post(path, {}, { 'Sec-Fetch-Site': 'same-site', Origin: ORIGIN }),
      await visitor.post(path, {}, { 'Sec-Fetch-Site': '', Origin: ORIGIN }),
    ]) {
      expect([lineOf(route), status]).toEqual([lineOf(route), 403]);
    }
  }
  expect(await everything()).toBe(before);
});
