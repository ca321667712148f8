/** Who leaves before she has paid, by Back or by a bookmark, finds her order and her scents. */
import { localPath } from '../../server/i18n/locale';
import { addToCart, checkOut, PAYS, payWithCard, type Shopper } from '../setup/shopper';
import { at, complaints, WAYS, withVisitedSite } from '../setup/visited-site';

jest.setTimeout(120_000);

const SLUG = 'after-rain';
const WORDS = {
  ko: {
    waiting: '결제를 기다리는 주문이 있어요',
    pay: '결제하기',
    change: '주문 바꾸기',
    cancel: '주문 취소하기',
    name: '비 온 뒤',
  },
  en: {
    waiting: 'An order waits for your payment',
    pay: 'Pay now',
    change: 'Change the order',
    cancel: 'Cancel the order',
    name: 'After Rain',
  },
};
const { site, shopper: open } = withVisitedSite();

const statusOf = (email: string): Promise<string> =>
  site.database.value<string>`select status from orders where email = ${email}`;

const main = ({ page }: Shopper): Promise<string> => page.locator('main').innerText();

async function press({ page }: Shopper, name: string, role: 'button' | 'link' = 'button'): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.getByRole(role, { name, exact: true }).first().click()]);
}

describe.each(WAYS)('in %s, scripts %s', (locale, scripts) => {
  const words = WORDS[locale];

  test('Back from the card page leads to the order: she changes it, and pays in the end', async () => {
    const shopper = await open(locale, { javaScriptEnabled: scripts });
    const { page } = shopper;
    const email = `back-${locale}-${String(scripts)}@example.com`;
    await addToCart(shopper, SLUG);
    await checkOut(shopper, { method: 'test', email });
    await page.waitForURL(/\/pay\/test\//);
    // To the checkout, which with nothing in the cart leads there.
    await page.goBack({ waitUntil: 'load' });
    expect(new URL(page.url()).pathname).toBe(localPath(locale, '/cart'));
    expect(await main(shopper)).toContain(words.waiting);
    await press(shopper, words.change);
    expect(await main(shopper)).toContain(words.name);
    expect(await main(shopper)).not.toContain(words.waiting);
    expect(await statusOf(email)).toBe('cancelled');

    const second = `again-${email}`;
    await checkOut(shopper, { method: 'test', email: second });
    await page.waitForURL(/\/pay\/test\//);
    await page.goto(at(locale, '/cart'));
    await press(shopper, words.pay);
    await payWithCard(shopper, PAYS);
    expect(await statusOf(second)).toBe('paid');
  });

  test('a bank order is cancelled after a question, from the cart', async () => {
    const shopper = await open(locale, { javaScriptEnabled: scripts });
    const { page } = shopper;
    const email = `bank-${locale}-${String(scripts)}@example.com`;
    await addToCart(shopper, SLUG);
    await checkOut(shopper, { method: 'bank', email });
    await page.goto(at(locale, '/cart'));
    await press(shopper, words.cancel, 'link');
    expect(await statusOf(email)).toBe('pending');
    if (scripts) expect(await complaints(page)).toEqual([]);
    await press(shopper, words.cancel);
    expect(await statusOf(email)).toBe('cancelled');
    if (scripts) expect(await complaints(page)).toEqual([]);
    await page.goto(at(locale, '/cart'));
    expect(await main(shopper)).toContain(words.name);
  });
});
