/** Orders take bottles off the shelf before they are paid: from one place there are only so many an hour. */
import { LIMITS } from '../../../../server/storefront/limits';
import { withCatalogue } from '../../../setup/catalogue';
import { withShop } from '../../../setup/shop';
import { BANK, checkOut, filledForm, putIntoCart, TYPED, wordsOf } from './buyer';

const shop = withShop({ each: true });
const ids = withCatalogue(shop);
beforeEach(async () => {
  await shop.shop.services.settings.change(BANK);
  await shop.database.pool.query('update variants set stock = 400');
});

const SKU = 'TST-AFTER-RAIN-010';
const OTHER_PLACE = { 'X-Forwarded-For': '203.0.113.7' };

const countOrders = async (): Promise<number> => {
  const { rows } = await shop.database.pool.query<{ n: number }>('select count(*) as n from orders');
  return rows[0]!.n;
};

test('one browser orders so often an hour; then it is told to wait, and everything typed is still there', async () => {
  const visitor = shop.visitor();
  for (let i = 0; i < LIMITS.orderSession.attempts; i++) {
    await putIntoCart(visitor, ids[SKU]);
    await checkOut(visitor, { payment_method: 'bank' });
  }
  await putIntoCart(visitor, ids[SKU]);
  const typed = { recipient: '한 <b>서진</b>', address_line2: '지하 1층', payment_method: 'bank' };
  const form = await filledForm(visitor, typed);
  const answer = await visitor.post('/checkout', form).expect(429);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(wordsOf(answer.text)).toMatch(/주문이 너무 잦았어요\. 적은 내용은 그대로 두었으니 \d+분 뒤에/);
  for (const kept of [TYPED.email, TYPED.phone, TYPED.postcode, TYPED.address_line1, '지하 1층', TYPED.delivery_note]) {
    expect(answer.text).toContain(kept);
  }
  expect(answer.text).toContain('value="한 &lt;b&gt;서진&lt;/b&gt;"');
  expect(answer.text).toMatch(/value="bank"[^>]* checked/);
  expect(await countOrders()).toBe(LIMITS.orderSession.attempts);
  // Her cart is as it was, and the same form makes its order when the hour is over.
  await shop.database.pool.query('delete from rate_limits');
  await visitor.post('/checkout', form).expect(303);
});

test('one address orders so often an hour, with however many browsers; another address is not held up', async () => {
  const place = async (headers: Record<string, string> = {}): Promise<number> => {
    const visitor = shop.visitor();
    await putIntoCart(visitor, ids[SKU]);
    const { status } = await visitor.post('/checkout', await filledForm(visitor, { payment_method: 'bank' }), headers);
    return status;
  };
  for (let i = 0; i < LIMITS.orderAddress.attempts; i++) expect(await place()).toBe(303);
  expect(await place()).toBe(429);
  expect(await place(OTHER_PLACE)).toBe(303);
});

test('a form with a mistake in it, or one that was sent twice, costs no attempt', async () => {
  const visitor = shop.visitor();
  await putIntoCart(visitor, ids[SKU]);
  for (let i = 0; i < LIMITS.orderSession.attempts + 2; i++) {
    await visitor.post('/checkout', await filledForm(visitor, { phone: 'x' })).expect(422);
  }
  const form = await filledForm(visitor, { payment_method: 'bank' });
  for (let i = 0; i < LIMITS.orderSession.attempts + 2; i++) await visitor.post('/checkout', form).expect(303);
  expect(await countOrders()).toBe(1);
});

test('at once as well: no more orders than the limit', async () => {
  const forms = await Promise.all(
    Array.from({ length: LIMITS.orderAddress.attempts + 6 }, async () => {
      const visitor = shop.visitor();
      await putIntoCart(visitor, ids[SKU]);
      return { visitor, form: await filledForm(visitor, { payment_method: 'bank' }) };
    }),
  );
  const answers = await Promise.all(forms.map(({ visitor, form }) => visitor.post('/checkout', form)));
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(LIMITS.orderAddress.attempts);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(6);
});
