/** Orders hold bottles before they are paid: what one person and one address may hold, and that a crowd can still buy. */
import { LIMITS } from '../../../../server/storefront/limits';
import { seedTestCatalogue, withStockedShop } from '../../../setup/catalogue';
import { expectAll, formOf, hiddenFields, wordsOf } from '../../../setup/html';
import { inAnotherShop } from '../../../setup/shop';
import { type Visitor, APPROVED, BANK, buyerWith, numberIn, pathOf, TYPED } from '../../../setup/visitor';

const { shop, ids } = withStockedShop({ each: true, config: { unpaidLimits: {} } });
beforeEach(async () => {
  await shop.shop.services.settings.change({
    ...BANK,
    'seller.email': 'shop@example.com',
    'seller.phone': '02-123-4567',
  });
  await shop.database.run`update variants set stock = 400`;
});

const SKU = 'TST-AFTER-RAIN-010';
const OTHER_PLACE = { 'X-Forwarded-For': '203.0.113.7' };

const countOrders = (): Promise<number> => shop.database.value<number>`select count(*) as n from orders`;

let buyers = 0;
const someone = (): string => `buyer${++buyers}@example.com`;

const withCart = (quantity = 1, sku = SKU): Promise<Visitor> => buyerWith(shop, ids[sku], quantity);

async function member(quantity: number, sku = SKU): Promise<Visitor> {
  const visitor = shop.visitor();
  await visitor.register({ email: someone() }).expect(303);
  await visitor.putIntoCart(ids[sku], quantity);
  return visitor;
}

async function transferFrom(headers: Record<string, string> = {}, quantity = 1) {
  const visitor = await withCart(quantity);
  const form = await visitor.filledForm({ payment_method: 'bank', email: someone() });
  return visitor.post('/checkout', form, headers);
}

/** As many unpaid transfers as one address may have, without the pages. */
async function fillAddress(orders: number): Promise<void> {
  await (await withCart()).checkOut({ payment_method: 'bank', email: someone() });
  for (let i = 1; i < orders; i++) {
    await shop.database.run`with cart as (insert into carts (ordered_at) values (now()) returning id)
       insert into orders (number, cart_id, locale, email, recipient, phone, postcode, address_line1, address_line2,
         delivery_note, currency, subtotal, delivery_fee, total, status, payment_method, payment_due_at, placed_at,
         source_address, source_session)
       select 'EA-' || lpad(${i}::text, 10, '0'), cart.id, locale, ${i} || email, recipient, phone, postcode,
      address_line1,
         address_line2, delivery_note, currency, subtotal, delivery_fee, total, status, payment_method, payment_due_at,
         placed_at, source_address, ${i}::text
       from orders, cart where number not like 'EA-00000%' limit 1`;
  }
}

describe('a guest’s order by bank transfer', () => {
  test('is for up to three bottles: more is told before she fills anything in, with what she can do instead', async () => {
    const text = await (await withCart(4)).text('/checkout');
    expect(text).toMatch(/<input type="radio" name="payment_method" value="bank"[^>]* disabled/);
    expect(text).toMatch(/value="test"[^>]* checked/);
    const words = wordsOf(text);
    expectAll(
      words,
      '비회원은 한 번에 3병까지 무통장입금으로 주문할 수 있어요.',
      '로그인하면 무통장입금으로 더 많이 주문할 수 있어요. 로그인',
    );
    expectAll(text, 'href="mailto:shop@example.com"', 'href="tel:02-123-4567"');
    const three = await (await withCart(3)).get('/checkout').expect(200);
    expect(three.text).not.toMatch(/ disabled/);
    expect(three.text).not.toContain('가게에 연락해 주세요');
  });

  test('of more is refused though its form says otherwise, over all its lines; nothing typed is lost', async () => {
    const visitor = await withCart(2);
    await visitor.putIntoCart(ids['TST-AFTER-RAIN-050'], 2);
    const form = await visitor.filledForm({ payment_method: 'bank', recipient: '한 <b>서진</b>' });
    const { text } = await visitor.post('/checkout', form).expect(409);
    expectAll(text, 'id="payment_method-error"', 'href="#payment_method"');
    for (const kept of [TYPED.email, TYPED.phone, TYPED.postcode, TYPED.address_line1, TYPED.delivery_note]) {
      expect(text).toContain(`value="${kept}"`);
    }
    expect(text).toContain('value="한 &lt;b&gt;서진&lt;/b&gt;"');
    expect(await countOrders()).toBe(0);
    await visitor.post('/checkout', { ...hiddenFields(text), ...TYPED }).expect(303);
  });

  test('in English', async () => {
    const text = await (await withCart(4)).text('/en/checkout');
    expect(wordsOf(text)).toContain('Without an account, an order by bank transfer is for up to 3 bottles.');
  });

  test('of more, where the shop takes nothing but transfers: there is no button, and the reason stands there', async () => {
    await inAnotherShop(
      async (other) => {
        const variants = await seedTestCatalogue(other);
        await other.shop.services.settings.change(BANK);
        const visitor = await buyerWith(other, variants[SKU], 4);
        const text = await visitor.text('/checkout');
        expect(text).not.toMatch(/주문하기<\/button>/);
        expectAll(wordsOf(text), '지금 담은 대로는 고를 수 있는 결제 방법이 없어요.', '비회원은 한 번에 3병까지');
      },
      { payments: ['bank'], unpaidLimits: {} },
    );
  });

  test('that a member makes is for more', async () => {
    const buyer = await member(10);
    await buyer.putIntoCart(ids[SKU], 10);
    expect(await buyer.text('/checkout')).not.toMatch(/ disabled/);
    await buyer.checkOut({ payment_method: 'bank' });
  });
});

describe('the share of transfers', () => {
  const LAST = 'TST-WHITE-PORCELAIN-100';
  beforeEach(() => shop.database.run`update variants set stock = 3 where sku = ${LAST}`);

  test('is said with the volume’s name and how many there may be; a card takes all', async () => {
    const words = await (await withCart(2, LAST)).words('/checkout');
    expect(words).toContain('‘백자 100 ml’ 향은 남은 병이 적어서 무통장입금으로는 1병까지 주문할 수 있어요.');
    await (await withCart(1, LAST)).checkOut({ payment_method: 'bank', email: someone() });
    const next = await withCart(1, LAST);
    expect(wordsOf((await next.get('/checkout')).text)).toContain('지금은 무통장입금으로 주문할 수 없어요.');
    await next.post('/checkout', await next.filledForm({ payment_method: 'bank' })).expect(409);
    await next.checkOut({ payment_method: 'test' });
  });

  test('binds members as well', async () => {
    const buyer = await member(2, LAST);
    await buyer.post('/checkout', await buyer.filledForm({ payment_method: 'bank' })).expect(409);
  });

  test('is asked again when she orders: who comes a moment later gets her form back', async () => {
    const [first, second] = [await withCart(1, LAST), await withCart(1, LAST)];
    const forms = [
      await first.filledForm({ payment_method: 'bank', email: someone() }),
      await second.filledForm({ payment_method: 'bank', email: someone(), address_line2: '지하 1층' }),
    ] as const;
    await first.post('/checkout', forms[0]).expect(303);
    const { text } = await second.post('/checkout', forms[1]).expect(409);
    expect(text).toContain('value="지하 1층"');
    expect(wordsOf(text)).toContain('‘백자 100 ml’ 향은 남은 병이 적어서');
  });
});

describe('where stock runs low', () => {
  const LOW = 'TST-WHITE-PORCELAIN-030';
  beforeEach(() => shop.database.run`update variants set stock = 7, low_stock = 5 where sku = ${LOW}`);
  const HOUR_MS = 3_600_000;

  test('the time to pay is a day, and the checkout, the order and its letter say the same', async () => {
    const buyer = await withCart(2, LOW);
    const words = await buyer.words('/checkout');
    expect(words).toContain('주문한 뒤 24시간 안에 입금해 주세요. 남은 병이 적은 향이 있어 기한이 짧아요.');
    const page = await buyer.get(pathOf(await buyer.checkOut({ payment_method: 'bank' }))).expect(200);
    const row = await shop.database.row<{ due: Date; letter: string }>`
      select o.payment_due_at as due, m.body_text as letter from orders o join outbox m on m.order_id = o.id
       where m.kind = 'order-placed'`;
    expect(row.due.getTime() - shop.clock.now().getTime()).toBe(24 * HOUR_MS);
    expect(wordsOf(page.text)).toContain('11월 24일 화요일 낮 12시까지');
    expect(row.letter).toContain('11월 24일 화요일 낮 12시');
  });

  test('one bottle earlier it is what the owner has set', async () => {
    const words = await (await withCart(1, LOW)).words('/checkout');
    expect(words).toContain('주문한 뒤 72시간 안에 입금해 주세요. ');
    expect(words).not.toContain('24시간');
  });

  test('nobody is given less time than her page said: it asks again', async () => {
    const buyer = await withCart(1, LOW);
    const form = await buyer.filledForm({ payment_method: 'bank' });
    await shop.database.run`update variants set stock = 6 where sku = ${LOW}`;
    const { text } = await buyer.post('/checkout', form).expect(409);
    expect(wordsOf(text)).toContain('입금 기한: 72시간 → 24시간.');
    expect(await countOrders()).toBe(0);
    await buyer.post('/checkout', { ...hiddenFields(text), ...TYPED, payment_method: 'bank' }).expect(303);
  });
});

describe('how many may wait', () => {
  test('two of one browser; paid or cancelled ones count no more, and the page leads to those that wait', async () => {
    const buyer = shop.visitor();
    const numbers: string[] = [];
    const order = async (): Promise<number> => {
      await buyer.putIntoCart(ids[SKU]);
      const answer = await buyer.post(
        '/checkout',
        await buyer.filledForm({ payment_method: 'bank', email: someone() }),
      );
      if (answer.status === 303) numbers.push(numberIn(pathOf(answer)));
      return answer.status;
    };
    expect([await order(), await order(), await order()]).toEqual([303, 303, 409]);
    const text = await buyer.text('/checkout');
    expect(wordsOf(text)).toContain('아직 입금하지 않은 주문이 2건 있어요.');
    for (const number of numbers) expect(text).toMatch(new RegExp(`href="/orders/${number}\\?key=[^"]+"`));
    await shop.shop.services.orders.markPaid(numbers[0]!);
    const paid = (await buyer.get('/checkout')).text;
    await buyer.post('/checkout', { ...hiddenFields(paid), ...TYPED, payment_method: 'bank' }).expect(303);
  });

  test('two of one e-mail, however it is written, from however many browsers; a member is not held up by it', async () => {
    const place = async (email: string): Promise<number> => {
      const visitor = await withCart();
      return (await visitor.post('/checkout', await visitor.filledForm({ payment_method: 'bank', email }))).status;
    };
    expect([await place('one@example.com'), await place('One@Example.com'), await place('ONE@example.com')]).toEqual([
      303, 303, 409,
    ]);
    const buyer = await member(1);
    await buyer.checkOut({ payment_method: 'bank', email: 'one@example.com' });
  });

  test('forty guests with three bottles each behind one address all get through; the next one pays by card', async () => {
    await fillAddress(39);
    expect((await transferFrom({}, 3)).status).toBe(303);
    const answer = await transferFrom();
    expect(answer.status).toBe(409);
    expect(wordsOf(answer.text)).toContain('같은 인터넷 회선에서 들어와 입금을 기다리는 주문이 많아서');
    expect((await transferFrom(OTHER_PLACE)).status).toBe(303);
    const number = await shop.database.value<string>`
      select number from orders where status = 'pending' and exists (select from payments
      where order_id = orders.id)
       order by total desc limit 1`;
    await shop.shop.services.orders.markPaid(number);
    expect((await transferFrom()).status).toBe(303);
  });

  test('three by card, which wait for minutes: whoever pays orders on', async () => {
    const buyer = shop.visitor();
    const begin = async (): Promise<string> => {
      await buyer.putIntoCart(ids[SKU]);
      return pathOf(await buyer.checkOut());
    };
    const first = await begin();
    await begin();
    await begin();
    await buyer.putIntoCart(ids[SKU]);
    const text = await buyer.text('/checkout');
    expect(wordsOf(text)).toContain('결제를 마치지 않은 주문이 3건 있어요.');
    await buyer.post('/checkout', await buyer.filledForm()).expect(409);
    await buyer.pay(first, APPROVED);
    await buyer.checkOut();
  });

  test('where an order came from is forgotten as soon as it waits no more', async () => {
    const sources = () =>
      shop.database.rows<{ a: string | null; s: string | null }>`
        select source_address as a, source_session as s from orders`;
    const number = numberIn(pathOf(await (await withCart()).checkOut({ payment_method: 'bank' })));
    expect(await sources()).toEqual([
      { a: expect.stringMatching(/^[\w-]{43}$/), s: expect.stringMatching(/^[\w-]{43}$/) },
    ]);
    expect(JSON.stringify(await sources())).not.toContain('127.0.0.1');
    await shop.shop.services.orders.markPaid(number);
    expect(await sources()).toEqual([{ a: null, s: null }]);
  });
});

describe('what comes and goes', () => {
  const churn = { attempts: 3, windowSeconds: 3_600 };

  test('one browser orders and cancels so often an hour; then it waits, and everything typed is still there', async () => {
    await inAnotherShop(
      async (other) => {
        const variants = await seedTestCatalogue(other);
        await other.shop.services.settings.change(BANK);
        const visitor = other.visitor();
        const fill = (): Promise<Record<string, string>> =>
          visitor.filledForm({ payment_method: 'bank', address_line2: '지하 1층' });
        await visitor.putIntoCart(variants[SKU]);
        for (let i = 0; i < churn.attempts; i++) {
          const placed = await visitor.post('/checkout', await fill()).expect(303);
          const question = await visitor.text(pathOf(placed).replace('?', '/cancel?'));
          await visitor.post(...formOf(question, `/orders/${numberIn(pathOf(placed))}/cancel`)).expect(303);
        }
        const answer = await visitor.post('/checkout', await fill()).expect(429);
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        expect(wordsOf(answer.text)).toMatch(/주문이 너무 잦았어요\. 적은 내용은 그대로 두었으니 \d+분 뒤에/);
        expect(answer.text).toContain('value="지하 1층"');
        expect(answer.text).toMatch(/value="bank"[^>]* checked/);
      },
      { unpaidLimits: {}, limits: { orderSession: churn } },
    );
  });

  test('a form with a mistake in it, one that is refused, or one that was sent twice costs no attempt', async () => {
    const visitor = await withCart(4);
    for (let i = 0; i < LIMITS.orderSession.attempts + 2; i++) {
      await visitor.post('/checkout', await visitor.filledForm({ phone: 'x' })).expect(422);
    }
    const refused = await visitor.filledForm({ payment_method: 'bank' });
    for (let i = 0; i < churn.attempts; i++) await visitor.post('/checkout', refused).expect(409);
    const form = await visitor.filledForm();
    for (let i = 0; i < churn.attempts; i++) await visitor.post('/checkout', form).expect(303);
    expect(await countOrders()).toBe(1);
    expect(LIMITS.orderAddress.attempts).toBeGreaterThanOrEqual(400);
  });
});
