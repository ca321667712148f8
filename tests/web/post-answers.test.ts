/** Every address of the storefront that takes a form, opened as a page, and what leads on from its answers. */
import { LOCALES, localPath, type Locale } from '../../server/i18n/locale';
import { createPrivatePages } from '../../server/storefront/app';
import { storefrontServices } from '../../server/storefront/services';
import { routesOf } from '../../server/storefront/web/form-addresses';
import { withStockedShop } from '../setup/catalogue';
import { formOf, unescaped } from '../setup/html';
import { buyerWith, numberIn, pathOf, type Visitor } from '../setup/visitor';
import { CHEAP, member } from './storefront/accounts/support';

const SKU = 'TST-AFTER-RAIN-050';
const PAY = '/orders/[^"?]+/pay';
const { shop, ids } = withStockedShop({ config: { passwordCost: CHEAP } });

const routes = () => routesOf(createPrivatePages(storefrontServices(shop.shop.services, shop.context)));
const posts = (): string[] => [
  ...new Set(routes().flatMap(({ path, methods }) => (methods.includes('post') ? [path] : []))),
];

/** Where each leads whoever opens it, in Korean; the others have a page of their own. */
const LEADS_TO: Readonly<Record<string, string>> = {
  '/cart/items': '/cart',
  '/cart/items/update': '/cart',
  '/cart/items/remove': '/cart',
  '/cart/fit': '/cart',
  '/checkout/fit': '/checkout',
  '/checkout/sign-in': '/checkout',
  '/orders/:number/pay': '/orders/:number',
  '/orders/:number/again': '/orders/:number',
  '/account/logout': '/account',
  '/account/sessions/end': '/account',
  '/account/sessions/end-others': '/account',
};

interface Shopper {
  readonly visitor: Visitor;
  readonly fill: (path: string) => string;
}

/** A member with something in her cart, an order that waits, and a payment at the provider's page. */
async function shopper(): Promise<Shopper> {
  const visitor = await member(shop);
  await visitor.putIntoCart(ids[SKU]);
  const payment = pathOf(await visitor.checkOut());
  const number = await shop.database.value<string>`
    select number from orders where account_id = (select id from accounts where email = ${visitor.person.email})`;
  await visitor.putIntoCart(ids[SKU], 2);
  const reference = payment.split('/').at(-1)!;
  return { visitor, fill: (path) => path.replace(':number', number).replace(':reference', reference) };
}

const kept = async (): Promise<unknown> => {
  const counted = await shop.database.rows`
    select (select coalesce(sum(quantity), 0) from cart_items) as goods, (select count(*) from accounts) as accounts,
      (select string_agg(status, ' ' order by number) from orders) as orders, (select count(*) from sessions) as sessions`;
  return counted[0];
};

test('each address of a form can be opened, leads to the page that it belongs to with its query, and does nothing', async () => {
  const { visitor, fill } = await shopper();
  const before = await kept();
  const led: Record<string, string> = {};
  for (const path of posts()) {
    for (const locale of LOCALES) {
      const answer = await visitor.get(localPath(locale, `${fill(path)}?key=a%26b&variant_id=${ids[SKU]}&quantity=1`));
      expect([path, [200, 303, 410]]).toEqual([path, expect.arrayContaining([answer.status])]);
      const page = LEADS_TO[path];
      if (page === undefined) continue;
      led[path] = page;
      const query = `?key=a%26b&variant_id=${ids[SKU]}&quantity=1`;
      expect([path, pathOf(answer)]).toEqual([path, localPath(locale, fill(page)) + query]);
    }
  }
  expect(led).toEqual(LEADS_TO);
  expect(await kept()).toEqual(before);
});

test('no page tells a stranger more than it did: what is nobody’s leads to what isn’t there', async () => {
  const answer = await shop.visitor().get('/orders/EA-0000000000/pay').expect(303);
  expect(pathOf(answer)).toBe('/orders/EA-0000000000');
  await shop.visitor().get('/orders/EA-0000000000').expect(404);
});

/** The other language of a page: a link, or a button that takes along what was typed. */
function otherLanguage(html: string): { readonly path: string; readonly form: string | null } | null {
  const [, link] = /<a href="([^"]+)" lang="\w\w" hreflang/.exec(html) ?? [];
  if (link) return { path: unescaped(link), form: null };
  const [, form, action] = /<button class="button-link" form="([\w-]+)" formaction="([^"]+)"/.exec(html) ?? [];
  return form && action ? { path: unescaped(action), form } : null;
}

async function followLanguage(visitor: Visitor, from: string, html: string): Promise<void> {
  const other = otherLanguage(html);
  // The provider's page is another party's, and has none of our frame.
  if (from.includes('/pay/test/')) return;
  expect([from, other]).toEqual([from, expect.anything()]);
  const { path, form } = other!;
  const answer = form === null ? await visitor.get(path) : await visitor.post(path, { show: '1' });
  // 410: where a link is closed, it is so in either language.
  expect([from, path, [200, 303, 409, 410]]).toEqual([from, path, expect.arrayContaining([answer.status])]);
  const isStart = ['/', '/en'].includes(pathOfHere(path));
  expect([from, path, isStart]).toEqual([from, path, false]);
}

const pathOfHere = (path: string): string => path.split('?')[0]!;

test.each(LOCALES)('from whatever answers a form, %s, the other language leads to a page', async (locale: Locale) => {
  const { visitor, fill } = await shopper();
  let answered = 0;
  for (const path of posts()) {
    for (const who of [visitor, await buyerWith(shop, ids[SKU]), shop.visitor()]) {
      const address = localPath(locale, fill(path));
      const answer = await who.post(address, { quantity: 'none' });
      if (answer.status < 400 || !String(answer.headers['content-type']).startsWith('text/html')) continue;
      answered += 1;
      // What isn't hers is a page that isn't there, in either language.
      if (path.startsWith('/orders/') && who !== visitor) continue;
      await followLanguage(who, address, answer.text);
    }
  }
  expect(answered).toBeGreaterThan(posts().length);
});

test('forms of pages that were open before their key stood in the address are taken', async () => {
  const buyer = await buyerWith(shop, ids[SKU]);
  const orderPage = pathOf(await buyer.checkOut({ payment_method: 'test' }));
  expect(orderPage).toContain('/pay/test/');
  const cart = await buyer.text('/cart');
  const [address, { form_token: token = '' }] = formOf(cart, PAY);
  const url = new URL(address, 'https://shop.invalid');
  const old = { form_token: token, key: url.searchParams.get('key')! };
  expect(pathOf(await buyer.post(url.pathname, old).expect(303))).toBe(orderPage);
  expect(numberIn(url.pathname)).toMatch(/^EA-/);
  await buyer.post(url.pathname, { form_token: token, key: 'another' }).expect(404);
});

test('a form whose session is over says what may have happened, and leads back to its page', async () => {
  const buyer = await buyerWith(shop, ids[SKU]);
  await buyer.checkOut({ payment_method: 'test' });
  const [address] = formOf(await buyer.text('/cart'), PAY);
  await shop.database.run`delete from sessions`;
  const refused = await buyer.post(address, { form_token: 'of-before' }).expect(403);
  expect(refused.text).toContain('아무것도 바뀌지 않았으니');
  expect(unescaped(refused.text)).toContain(`<a class="button" href="${address}">`);
  const page = pathOf(await buyer.get(address).expect(303));
  await buyer.get(page).expect(200);
});
