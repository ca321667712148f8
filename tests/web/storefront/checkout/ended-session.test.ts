/** A checkout form whose session has gone, or is somebody's by now: true words, nothing typed lost, one order in the end. */
import { withBooks } from '../../../database/store/orders/counter';
import { withStockedShop } from '../../../setup/catalogue';
import { expectAll, expectNone, hiddenFields, wordsOf } from '../../../setup/html';
import { atCheckout, BANK, buyerWith, ORIGIN, pathOf, TYPED, type Visitor } from '../../../setup/visitor';
import { CHEAP, countRows, member, PASSWORD, signOut } from '../accounts/support';

const SKU = 'TST-AFTER-RAIN-010';
const OTHER = 'TST-WHITE-PORCELAIN-030';
const HOUR_MS = 60 * 60 * 1000;
const { shop, ids } = withStockedShop({ each: true, config: { passwordCost: CHEAP } });
withBooks(shop);
beforeEach(() => shop.shop.services.settings.change(BANK));

const typed = { ...TYPED, recipient: '서다온', payment_method: 'bank' };
const orders = (): Promise<number> => countRows(shop, 'orders');
const endSessions = () => shop.database.run`delete from sessions`;
const FIELDS = [typed.email, typed.recipient, typed.phone, typed.postcode, typed.address_line1, typed.delivery_note];
const expectTyped = (text: string) => expectAll(text, ...FIELDS.map((value) => `value="${value}"`));

/** As the page that is shown has it, sent once more. */
const sendAgain = (visitor: Visitor, html: string) =>
  visitor.post('/checkout', { ...typed, ...hiddenFields(html) }).expect(303);

describe('a guest’s', () => {
  test('whose session is gone is shown again with her scents, and orders once', async () => {
    const { buyer, form } = await atCheckout(shop, ids[SKU], typed);
    await endSessions();
    const shown = await buyer.post('/checkout', form).expect(409);
    expectTyped(shown.text);
    expect(wordsOf(shown.text)).toContain('아직 주문하지 않았고');
    expect(wordsOf(shown.text)).not.toContain('다른 탭');
    expect(await orders()).toBe(0);
    expect(await buyer.items()).toEqual([[SKU, 1]]);
    const order = pathOf(await sendAgain(buyer, shown.text));
    expect(order).toContain('/orders/');
    // The form of before, by Back, and the new one: both are over.
    expect(pathOf(await buyer.post('/checkout', form).expect(303))).toBe('/cart');
    expect(pathOf(await sendAgain(buyer, shown.text)).split('?')[0]).toBe(order.split('?')[0]);
    expect(await orders()).toBe(1);
  });

  test('is judged anew: prices and stock are today’s, and what is not sold any more is told', async () => {
    const { buyer, form } = await atCheckout(shop, ids[SKU], typed);
    await buyer.putIntoCart(ids[OTHER], 5);
    const both = await buyer.filledForm(typed);
    await endSessions();
    await shop.database.run`update variants set price = 91000 where id = ${ids[OTHER]}`;
    await (await buyerWith(shop, ids[OTHER], 3)).checkOut();
    const shown = await buyer.post('/checkout', both).expect(409);
    expectAll(wordsOf(shown.text), '지금 2병 남았어요', '₩90,000 → ₩91,000');
    expect(await buyer.items()).toEqual([
      [SKU, 1],
      [OTHER, 5],
    ]);
    await endSessions();
    await shop.database.run`update perfumes set published_at = null where slug = 'after-rain'`;
    expect(pathOf(await buyer.post('/checkout', form).expect(303))).toBe('/cart');
  });

  test.each([
    ['a perfume that is not shown yet', () => String(ids[OTHER])],
    ['a number beyond all', () => '9999999999'],
  ])('that was made up names nothing: %s', async (_what, id) => {
    await shop.database.run`update perfumes set published_at = null where slug = 'white-porcelain'`;
    const { form } = await atCheckout(shop, ids[SKU], typed);
    const stranger = shop.visitor();
    const goods = `${id()}.1.90000_${id()}.1.90000`;
    const answer = await stranger.post('/checkout', { ...form, attempt: '', expected_goods: goods }).expect(303);
    expect(pathOf(answer)).toBe('/cart');
    expect(await stranger.items()).toEqual([]);
  });

  test('that has become an order while its session was there makes no second one', async () => {
    const { buyer, form } = await atCheckout(shop, ids[SKU], typed);
    await buyer.post('/checkout', form).expect(303);
    await endSessions();
    const led = pathOf(await buyer.post('/checkout', form).expect(303));
    expect(led).toBe('/cart?notice=ordered');
    expect(await buyer.words(led)).toContain('이미 주문했어요');
    expect(await orders()).toBe(1);
    expect(await buyer.items()).toEqual([]);
  });

  test('sent after she has signed in in another tab is shown with her own cart, and orders once', async () => {
    const { person } = await member(shop);
    const { buyer, form } = await atCheckout(shop, ids[SKU], typed);
    await buyer.signIn(person.email, PASSWORD).expect(303);
    const shown = await buyer.post('/checkout', form).expect(409);
    expectTyped(shown.text);
    expect(wordsOf(shown.text)).toContain('다른 탭에서 로그인 상태나 장바구니가 바뀌어서');
    expect(await orders()).toBe(0);
    await sendAgain(buyer, shown.text);
    expect(pathOf(await buyer.post('/checkout', form).expect(303))).toBe('/cart');
    expect(await orders()).toBe(1);
  });

  test('takes what was typed along to the sign-in, wherever that leads', async () => {
    const { person } = await member(shop);
    const { buyer, form } = await atCheckout(shop, ids[SKU], typed);
    const toSignIn = pathOf(await buyer.post('/checkout/sign-in', form).expect(303));
    expect(toSignIn).toBe('/account/login?next=%2Fcheckout');
    await buyer.get(toSignIn).expect(200);
    await buyer.signIn(person.email, 'not this one').expect(422);
    const next = pathOf(
      await buyer.post('/account/login', { email: person.email, password: PASSWORD, next: '/checkout' }),
    );
    expectTyped(await buyer.text(next));
    expectTyped(await buyer.text('/en/checkout'));
    expect(await orders()).toBe(0);
  });
});

describe('a member’s', () => {
  async function atMembersCheckout() {
    const buyer = await member(shop);
    await buyer.putIntoCart(ids[SKU]);
    return { buyer, form: await buyer.filledForm(typed) };
  }

  test.each([
    ['was signed out in another tab', signOut],
    ['has ended', endSessions],
  ])('whose session %s asks her to sign in, says why, and is there afterwards', async (_how, end) => {
    const { buyer, form } = await atMembersCheckout();
    await end(buyer);
    const led = pathOf(await buyer.post('/en/checkout', form).expect(303));
    expect(led).toBe('/en/account/login?next=%2Fcheckout&notice=order-kept');
    const page = await buyer.text(led);
    expect(wordsOf(page)).toContain('nothing has been ordered yet');
    // In the other language, and after a wrong password.
    const korean = await buyer.post(led.replace('/en/', '/'), { ...hiddenFields(page), show: '1' }).expect(200);
    expect(wordsOf(korean.text)).toContain('아직 주문하지 않았어요');
    const signIn = { ...hiddenFields(korean.text), email: buyer.person.email };
    await buyer.post('/account/login', { ...signIn, password: 'not this one' }).expect(422);
    const next = pathOf(await buyer.post('/account/login', { ...signIn, password: PASSWORD }).expect(303));
    expect(next).toBe('/checkout');
    const shown = await buyer.text(next);
    expectTyped(shown);
    expect(await orders()).toBe(0);
    await sendAgain(buyer, shown);
    expect(await orders()).toBe(1);
    // What was kept is gone with it.
    await buyer.putIntoCart(ids[OTHER]);
    await shop.database.run`update orders set recipient = '지난 이름'`;
    await shop.database.run`update depositors set name = '지난 이름'`;
    expect(await buyer.text('/checkout')).not.toContain(typed.recipient);
  });

  test('is shown to nobody else, and to herself for an hour', async () => {
    const { buyer, form } = await atMembersCheckout();
    await signOut(buyer);
    await buyer.post('/checkout', form).expect(303);
    const { person: other } = await member(shop);
    await buyer.signIn(other.email, PASSWORD).expect(303);
    await buyer.putIntoCart(ids[OTHER]);
    expectNone(await buyer.text('/checkout'), typed.email, typed.recipient, typed.phone, typed.address_line1);
    await signOut(buyer);
    expect(pathOf(await buyer.get('/checkout').expect(303))).toBe('/cart');
    await buyer.signIn(buyer.person.email, PASSWORD).expect(303);
    shop.clock.advance(HOUR_MS - 1);
    expectTyped(await buyer.text('/checkout'));
    shop.clock.advance(1);
    expectNone(await buyer.text('/checkout'), typed.recipient);
  });

  test('with a token of before is shown again, not sent', async () => {
    const { buyer, form } = await atMembersCheckout();
    await buyer.signIn(buyer.person.email, PASSWORD).expect(303);
    const shown = await buyer.post('/checkout', form).expect(409);
    expectTyped(shown.text);
    expect(await orders()).toBe(0);
    await sendAgain(buyer, shown.text);
    expect(await orders()).toBe(1);
  });

  test('that was ordered already leads to her orders', async () => {
    const { buyer, form } = await atMembersCheckout();
    await buyer.post('/checkout', form).expect(303);
    await signOut(buyer);
    const led = pathOf(await buyer.post('/checkout', form).expect(303));
    expect(led).toBe('/account/login?next=%2Faccount%2Forders&notice=ended');
    expect(await orders()).toBe(1);
  });
});

test('what is kept lies in the browser alone, sealed, and only the checkout is sent it', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU], typed);
  const answer = await buyer.post('/checkout/sign-in', { ...form, password: 'secret words' }).expect(303);
  const cookies = (answer.headers['set-cookie'] as unknown as string[]).filter((one) =>
    one.startsWith('__Secure-checkout='),
  );
  expect(cookies).toHaveLength(2);
  for (const cookie of cookies) {
    expect(cookie).toMatch(
      /; Max-Age=3600; Domain=essence-aura\.localhost; Path=(\/en)?\/checkout; Expires=.*; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(decodeURIComponent(cookie)).not.toContain(typed.phone);
  }
  const dump = JSON.stringify(await shop.database.rows`select sess::text from sessions`);
  expectNone(dump, ...FIELDS);
});

test.each([
  ['made up', '__Secure-checkout=abc'],
  ['of another kind', null],
])('a cookie that is %s fills nothing in', async (_what, cookie) => {
  const { buyer } = await atCheckout(shop, ids[SKU]);
  const first = shop.visitor();
  const named = await first.addToCart(ids[SKU]).expect(303);
  const [, cart = ''] = /__Secure-cart-\w+=([\w-]+)/.exec(String(named.headers['set-cookie'])) ?? [];
  expect(cart).not.toBe('');
  const sent = cookie ?? `__Secure-checkout=${cart}`;
  const page = await buyer.get('/checkout', { Cookie: `__Secure-sid=${buyer.sessionId()!}; ${sent}` }).expect(200);
  expect(page.text).toContain('id="recipient" name="recipient" type="text" value=""');
});

test('a form of another site is neither shown nor kept', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU]);
  const foreign = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
  for (const path of ['/checkout', '/checkout/sign-in', '/checkout/fit']) {
    const refused = await buyer.post(path, { ...form, show: '1' }, foreign).expect(403);
    expect(refused.headers['set-cookie']).toBeUndefined();
  }
  expect(ORIGIN).not.toBe(foreign.Origin);
});
