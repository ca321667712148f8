/** The other language of a page that somebody types into: with what she has typed, and nothing done. */
import { withStockedShop } from '../../setup/catalogue';
import { expectAll, expectNone, hiddenFields, wordsOf } from '../../setup/html';
import { atCheckout, pathOf, TYPED } from '../../setup/visitor';
import { CHEAP, countRows, member, PASSWORD, resetTokenFor, somebody } from './accounts/support';

const { shop, ids } = withStockedShop({ config: { passwordCost: CHEAP } });
const SHOW = { show: '1' };

const languageButton = (form: string, address: string): string =>
  `<button class="button-link" form="${form}" formaction="${address}" formnovalidate name="show" value="1"`;

test.each([
  ['/checkout', '/en/checkout', 'checkout'],
  ['/en/checkout', '/checkout', 'checkout'],
])('%s has a button to the other language that takes the form along', async (from, to, form) => {
  const { buyer } = await atCheckout(shop, ids['TST-AFTER-RAIN-010']);
  expect(await buyer.text(from)).toContain(languageButton(form, to));
});

test.each([
  ['/account/login?next=/cart', '/en/account/login?next=/cart', 'sign-in'],
  ['/account/register?next=/cart', '/en/account/register?next=/cart', 'register'],
  ['/en/account/forgot', '/account/forgot', 'forgot'],
  ['/orders/lookup', '/en/orders/lookup', 'lookup'],
])('so has %s', async (from, to, form) => {
  expect(await shop.visitor().text(from)).toContain(languageButton(form, to));
});

test('the first button of such a form, which Enter presses, is not the language', async () => {
  for (const path of ['/account/login', '/account/register', '/account/forgot']) {
    const html = await shop.visitor().text(path);
    const [first = ''] = /<button[^>]* form="[^>]*>/.exec(html) ?? [];
    expect(first).toContain('class="unseen"');
    expect(first).not.toMatch(/formaction|name=/);
  }
});

test('the checkout in the other language has every field as typed, wrong ones too, and orders nothing', async () => {
  const { buyer, form } = await atCheckout(shop, ids['TST-AFTER-RAIN-010'], { postcode: '3', payment_method: 'bank' });
  const before = await countRows(shop, 'orders');
  const { text } = await buyer.post('/en/checkout', { ...form, ...SHOW }).expect(200);
  expectAll(text, '<html lang="en">', `value="${TYPED.email}"`, `value="${TYPED.recipient}"`, 'value="3"');
  expectAll(text, `value="${TYPED.address_line2}"`, `value="${TYPED.delivery_note}"`);
  // Nothing was sent, so nothing is wrong yet.
  expectNone(text, 'field__error', 'notice--wrong');
  expect(await countRows(shop, 'orders')).toBe(before);
  const back = await buyer.post('/checkout', { ...hiddenFields(text), ...TYPED, ...SHOW }).expect(200);
  await buyer.post('/checkout', { ...hiddenFields(back.text), ...TYPED }).expect(303);
  expect(await countRows(shop, 'orders')).toBe(before + 1);
});

test('a changed price is told there too, before it is ordered', async () => {
  const { buyer, form } = await atCheckout(shop, ids['TST-AFTER-RAIN-010']);
  await shop.database.run`update variants set price = 29000 where id = ${ids['TST-AFTER-RAIN-010']}`;
  const { text } = await buyer.post('/en/checkout', { ...form, ...SHOW }).expect(200);
  await shop.database.run`update variants set price = 28000 where id = ${ids['TST-AFTER-RAIN-010']}`;
  expect(wordsOf(text)).toContain('₩28,000 → ₩29,000');
});

test('an e-mail that looks misspelt is still asked about', async () => {
  const { buyer, form } = await atCheckout(shop, ids['TST-AFTER-RAIN-010'], { email: 'haneul@gmial.com' });
  const shown = await buyer.post('/en/checkout', { ...form, ...SHOW }).expect(200);
  const typed = { ...TYPED, email: 'haneul@gmial.com' };
  const asked = await buyer.post('/en/checkout', { ...hiddenFields(shown.text), ...typed }).expect(422);
  // Asked once, it is taken as it is; in the other language as well.
  const other = await buyer.post('/checkout', { ...hiddenFields(asked.text), ...typed, ...SHOW }).expect(200);
  await buyer.post('/checkout', { ...hiddenFields(other.text), ...typed }).expect(303);
});

test('cutting quantities in the other language waits for its own button', async () => {
  const { buyer, form } = await atCheckout(shop, ids['TST-AFTER-RAIN-010']);
  await shop.database.run`update variants set stock = 0 where id = ${ids['TST-AFTER-RAIN-010']}`;
  const { text } = await buyer.post('/en/checkout/fit', { ...form, ...SHOW }).expect(200);
  await shop.database.run`update variants set stock = 50 where id = ${ids['TST-AFTER-RAIN-010']}`;
  expect(wordsOf(text)).toContain('Sold out');
  expect(await buyer.items()).toEqual([['TST-AFTER-RAIN-010', 1]]);
});

test('register and sign-in keep name, e-mail and next; nobody is registered, and no password comes back', async () => {
  const before = await countRows(shop, 'accounts');
  const person = { ...somebody(), name: '윤 하은', next: '/checkout' };
  const shown = await shop
    .visitor()
    .post('/en/account/register', { ...person, ...SHOW })
    .expect(200);
  expectAll(
    shown.text,
    '<html lang="en">',
    'value="윤 하은"',
    `value="${person.email}"`,
    'name="next" value="/en/checkout"',
  );
  expectNone(shown.text, PASSWORD, 'field__error');
  expect(await countRows(shop, 'accounts')).toBe(before);

  const { person: her } = await member(shop);
  const visitor = shop.visitor();
  const form = { email: her.email, password: PASSWORD, next: '/en/cart', ...SHOW };
  const signIn = await visitor.post('/account/login', form).expect(200);
  expectAll(signIn.text, `value="${her.email}"`, 'name="next" value="/cart"');
  expectNone(signIn.text, PASSWORD);
  expect(visitor.sessionId()).toBeNull();

  const forgot = await shop
    .visitor()
    .post('/account/forgot', { email: her.email, ...SHOW })
    .expect(200);
  expect(forgot.text).toContain(`value="${her.email}"`);
});

test.each([
  ['/account/login', '/en/checkout?notice=declined', '/checkout?notice=declined'],
  ['/en/account/login', '/checkout', '/en/checkout'],
  ['/en/account/login', '/en', '/en'],
  ['/account/login', '/en', '/'],
  ['/en/account/register', '/', '/en'],
])('%s?next=%s leads to %s: in the language she has chosen by then', async (page, next, to) => {
  const { person } = await member(shop);
  const fields = page.endsWith('register') ? somebody() : { email: person.email, password: PASSWORD };
  expect(
    pathOf(
      await shop
        .visitor()
        .post(page, { ...fields, next })
        .expect(303),
    ),
  ).toBe(to);
});

test('the reset link is open in either language, also from the page that refuses a password', async () => {
  const { person } = await member(shop);
  const token = await resetTokenFor(shop, person.email);
  const visitor = shop.visitor();
  const page = await visitor.text(`/account/reset?token=${token}`);
  expectAll(page, `action="/account/reset?token=${token}"`, `href="/en/account/reset?token=${token}"`);
  const refused = await visitor.post(`/account/reset?token=${token}`, { password: '짧아' }).expect(422);
  expect(refused.text).toContain(`href="/en/account/reset?token=${token}"`);
  expect(await visitor.text(`/en/account/reset?token=${token}`)).toContain(person.email);
  await visitor.post(`/en/account/reset?token=${token}`, { password: '새로 정한 비밀번호' }).expect(303);
});
