import { withStockedShop } from '../../../setup/catalogue';
import { expectAll, hiddenFields, wordsOf } from '../../../setup/html';
import { type Visitor, APPROVED, BANK, buyerWith, pathOf, TYPED } from '../../../setup/visitor';

// All of them come from one address; how many orders may is tests/web/storefront/checkout/limits.test.ts.
const MANY = { attempts: 10_000, windowSeconds: 3600 };

const { shop, ids } = withStockedShop({ config: { limits: { orderAddress: MANY, orderSession: MANY } } });
beforeAll(() => shop.shop.services.settings.change(BANK));

const buyerWithCart = (): Promise<Visitor> => buyerWith(shop, ids['TST-AFTER-RAIN-010']);

interface Row {
  readonly status: string;
  readonly total: number;
  readonly currency: string;
  readonly deliveryFee: number;
  readonly accountId: string | null;
}

const orders = (): Promise<Row[]> =>
  shop.database.rows<Row>`
    select status, total, currency, delivery_fee as "deliveryFee", account_id as "accountId" from orders
     order by placed_at, number`;

const countOrders = async (): Promise<number> => (await orders()).length;

test('all that is wrong is said at once beside its field, and nothing that was typed is lost', async () => {
  const buyer = await buyerWithCart();
  const before = await countOrders();
  const form = await buyer.filledForm({ email: 'no mail', phone: '12', postcode: '1', recipient: '' });
  const { text } = await buyer.post('/checkout', form).expect(422);
  for (const field of ['email', 'phone', 'postcode', 'recipient']) {
    expectAll(text, `id="${field}-error"`, `href="#${field}"`);
  }
  expect(text).not.toContain('id="address_line1-error"');
  for (const value of ['no mail', '12', TYPED.address_line1, TYPED.address_line2, TYPED.delivery_note]) {
    expect(text).toContain(`value="${value}"`);
  }
  expect(await countOrders()).toBe(before);
  // The page that says so is the next form: corrected, it places the order.
  await buyer.post('/checkout', { ...hiddenFields(text), ...TYPED }).expect(303);
  expect(await countOrders()).toBe(before + 1);
});

test('a form without its token, or with another visitor’s, orders nothing', async () => {
  const buyer = await buyerWithCart();
  const other = await buyerWithCart();
  const before = await countOrders();
  const form = await buyer.filledForm();
  const { form_token: token, ...withoutToken } = form;
  expect(token).toMatch(/.{20}/);
  await buyer.post('/checkout', withoutToken).expect(409);
  await buyer.post('/checkout', { ...form, form_token: '' }).expect(409);
  await buyer.post('/checkout', { ...form, form_token: (await other.filledForm())['form_token']! }).expect(409);
  expect(await countOrders()).toBe(before);
});

const forgedForms = ['/checkout', '/checkout/fit', '/cart/items', '/cart/items/update', '/cart/items/remove'];

test.each([...forgedForms, '/cart/fit', '/orders/EA-0000000000/cancel', '/orders/EA-0000000000/pay'])(
  'a form on another site that posts to %s is refused',
  async (path) => {
    const buyer = await buyerWithCart();
    const form = { ...(await buyer.filledForm()), variant_id: String(ids['TST-AFTER-RAIN-050']), quantity: '1' };
    const cart = await buyer.json('get', '/api/v1/cart');
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': 'same-site', Origin: 'https://other.essence-aura.localhost:8443' },
      { 'Sec-Fetch-Site': 'none', Origin: 'https://evil.example' },
    ]) {
      await buyer.post(path, form, headers).expect(403);
      await buyer.post(`/en${path}`, form, headers).expect(403);
    }
    expect((await buyer.json('get', '/api/v1/cart')).body).toEqual(cart.body);
  },
);

test('looking changes nothing: an address that changes something only leads on when it is opened', async () => {
  const buyer = await buyerWithCart();
  const paths = [...forgedForms.filter((path) => path !== '/checkout'), '/cart/fit', '/orders/EA-0000000000/cancel'];
  const before = await buyer.items();
  for (const path of paths) {
    // The question whether to cancel has a page of its own, and this order isn't there.
    const status = path.startsWith('/orders/') ? 404 : 303;
    await buyer.get(`${path}?variant_id=${ids['TST-AFTER-RAIN-050']}&quantity=1`).expect(status);
  }
  expect(await buyer.items()).toEqual(before);
});

test('price, currency, fee, status and owner from the browser count for nothing', async () => {
  const buyer = await buyerWithCart();
  const own = {
    price: '1',
    unit_price: '1',
    total: '1',
    subtotal: '1',
    currency: 'USD',
    delivery_fee: '-30000',
    status: 'paid',
    account_id: '6b0f1d7e-6f0a-4b47-9a53-3f4c0a4f8f11',
    cart_id: '6b0f1d7e-6f0a-4b47-9a53-3f4c0a4f8f11',
    paid_at: '2026-01-01',
    quantity: '0',
  };
  await buyer.post('/checkout', { ...(await buyer.filledForm()), ...own }).expect(303);
  expect((await orders()).at(-1)).toEqual({
    status: 'pending',
    total: 31_000,
    currency: 'KRW',
    deliveryFee: 3_000,
    accountId: null,
  });
});

test('a total that the form makes up places no order', async () => {
  const buyer = await buyerWithCart();
  const before = await countOrders();
  const form = await buyer.filledForm();
  const goods = form['expected_goods']!;
  for (const forged of [
    { expected_total: '1' },
    { expected_total: '' },
    { expected_goods: goods.replace('28000', '1'), expected_total: '3001' },
    { expected_goods: '' },
  ]) {
    const answer = await buyer.post('/checkout', { ...form, ...forged }).expect(409);
    expect(wordsOf(answer.text)).toContain('그사이 주문 내용이 바뀌었어요');
  }
  expect(await countOrders()).toBe(before);
});

const PAYLOADS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus='alert(1)' autofocus='",
  '</textarea><svg/onload=alert(1)>',
  'javascript:alert(1)',
  '{{constructor("alert(1)")()}}',
  '<%= process.env %>',
  "'; drop table orders; --",
  '%_\\',
  "' or '1'='1",
  '${7*7}',
  '&lt;b&gt;',
];

test.each(PAYLOADS)('%s is an address like any other: kept as it is, and shown as text', async (payload) => {
  const buyer = await buyerWithCart();
  const text = { recipient: payload, address_line1: payload, address_line2: payload, delivery_note: payload };
  const wrong = await buyer
    .post('/checkout', await buyer.filledForm({ ...text, phone: payload, email: payload }))
    .expect(422);
  expect(wrong.text).not.toMatch(/<script>alert|<img src=x|<svg\/onload|onfocus='alert/);

  const placed = await buyer.checkOut({ ...text, payment_method: 'bank' });
  const page = await buyer.get(pathOf(placed)).expect(200);
  expect(page.text).not.toMatch(/<script>alert|<img src=x|<svg\/onload/);
  const rows = await shop.database.rows<
    Record<string, string>
  >`select recipient, address_line1, address_line2, delivery_note from orders
     where number = ${/EA-[0-9A-Z]{10}/.exec(pathOf(placed))?.[0]}`;
  expect(rows[0]).toEqual(text);

  await buyer.putIntoCart(ids['TST-AFTER-RAIN-010']);
  const again = await buyer.get('/checkout').expect(200);
  expect(again.text).not.toMatch(/<script>alert|<img src=x|<svg\/onload/);
  const mails = await shop.database.rows<{ html: string }>`
    select body_html as html from outbox order by id desc limit 2`;
  expect(mails).toHaveLength(2);
  for (const { html } of mails) expect(html).not.toMatch(/<script>alert|<img src=x|<svg\/onload/);
});

test('a text that is put into a page shows exactly what was typed', async () => {
  const buyer = await buyerWithCart();
  const placed = await buyer.checkOut({ recipient: `<b>"O'Neil" & 하늘</b>`, payment_method: 'bank' });
  const text = await buyer.text(pathOf(placed));
  expect(text).toContain('<dd>&lt;b&gt;&#34;O&#39;Neil&#34; &amp; 하늘&lt;/b&gt;</dd>');
});

const INJECTIONS = [
  "' or 1=1 --",
  '%',
  '_',
  '\\',
  ':*',
  '&',
  '|',
  '!',
  '1; select pg_sleep(5)',
  '\u0000',
  '９'.repeat(500),
];

test.each(INJECTIONS)('%p in a key, an id or a number finds nothing and breaks nothing', async (text) => {
  const buyer = await buyerWithCart();
  const encoded = encodeURIComponent(text);
  for (const path of [
    `/orders/${encoded}`,
    `/orders/EA-0000000000?key=${encoded}`,
    `/checkout/return?payment=${encoded}`,
    `/pay/test/${encoded}`,
  ]) {
    await buyer.get(path).expect(404);
  }
  const form = await buyer.filledForm();
  // A form with what can't be stored is refused whole.
  const isStorable = !text.includes('\u0000');
  const refused = isStorable ? 422 : 400;
  await buyer.post('/cart/items', { variant_id: text, quantity: text }).expect(refused);
  await buyer.post('/cart/items/update', { ...form, variant_id: text, quantity: text }).expect(refused);
  await buyer.post('/cart/items/remove', { ...form, variant_id: text }).expect(refused);
  await buyer.post('/checkout', { ...form, payment_method: text }).expect(refused);
  await buyer.post('/checkout', { ...form, attempt: text }).expect(isStorable ? 303 : 400);
});

test('the notice in the address is one of ours or none', async () => {
  const buyer = await buyerWithCart();
  for (const notice of ['<script>', 'closed', 'constructor', '__proto__']) {
    const text = await buyer.text(`/checkout?notice=${encodeURIComponent(notice)}`);
    expect(text).not.toContain('class="notice');
  }
});

test('a card number that nobody knows is said beside its field, and the payment stays open', async () => {
  const buyer = await buyerWithCart();
  const provider = pathOf(await buyer.checkOut());
  for (const card of ['', '4111 1111 1111 1111', '"><script>alert(1)</script>']) {
    const answer = await buyer.post(provider, { card_number: card, action: 'pay' }).expect(422);
    expect(answer.text).toContain('aria-invalid="true"');
    expect(answer.text).not.toContain('<script>alert');
  }
  expect(await buyer.pay(provider, APPROVED)).toContain('/orders/');
});
