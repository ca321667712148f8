/** After the sale: where is it, and a question about it, answered at the desk. With and without scripts. */
import { localPath } from '../../server/i18n/locale';
import { desk, send as press } from '../setup/owner';
import { addToCart, checkOut, PAYS, payWithCard } from '../setup/shopper';
import { at, complaints, sideways, WAYS, withOwnersSite } from '../setup/visited-site';

jest.setTimeout(180_000);

const { site, shopper: openAs, open } = withOwnersSite();

const WORDS = {
  ko: { find: '찾아보기', ask: '이 주문에 대해 문의하기', send: '문의 보내기', asked: '언제쯤 받아 볼 수 있을까요?' },
  en: { find: 'Find it', ask: 'Ask about this order', send: 'Send', asked: 'When can I expect the parcel?' },
};

describe.each(WAYS)('in %s, scripts %s', (locale, scripts) => {
  test('she finds her order by its number and telephone, asks about it, and reads the answer', async () => {
    const words = WORDS[locale];
    const look = { javaScriptEnabled: scripts, viewport: { width: 360, height: 800 } };
    const shopper = await openAs(locale, look);
    const { page } = shopper;
    await addToCart(shopper, 'after-rain');
    await checkOut(shopper, { method: 'test', email: `after-${locale}-${String(scripts)}@example.com` });
    await payWithCard(shopper, PAYS);
    await page.waitForURL(/\/orders\/EA-/);
    const orderPage = page.url();
    const [number = ''] = /EA-\w{10}/.exec(orderPage) ?? [];
    const isWell = async (): Promise<void> => {
      expect([page.url(), await sideways(page)]).toEqual([page.url(), 0]);
      if (scripts) expect(await complaints(page)).toEqual([]);
    };
    const follow = (name: string, role: 'button' | 'link'): Promise<unknown> =>
      Promise.all([page.waitForEvent('load'), page.getByRole(role, { name, exact: true }).click()]);

    await page.goto(at(locale, '/'));
    await Promise.all([
      page.waitForEvent('load'),
      page.locator(`.foot a[href="${localPath(locale, '/orders/lookup')}"]`).click(),
    ]);
    await isWell();
    await page.getByLabel(/주문 번호|Order number/).fill(number.toLowerCase());
    await page.getByLabel(/전화번호|telephone/).fill('01012345678');
    await follow(words.find, 'button');
    await isWell();
    expect(await page.locator('main').innerText()).toContain(number);
    expect(await page.locator('main').innerText()).not.toContain('한서진');

    await page.goto(orderPage);
    await follow(words.ask, 'link');
    await isWell();
    await page.locator('textarea[name="question"]').fill(words.asked);
    await follow(words.send, 'button');
    await isWell();
    expect(await page.locator('#questions').innerText()).toContain(words.asked);

    const owner = await open({ javaScriptEnabled: scripts });
    await owner.goto(desk(site, '/admin/orders/questions'));
    await Promise.all([
      owner.waitForEvent('load'),
      owner.locator(`a[href="/admin/orders/${number}#questions"]`).click(),
    ]);
    await owner.locator('textarea[name="answer_text"]').fill('내일 도착해요.');
    await press(owner, `/admin/orders/${number}/answer`);
    await page.goto(orderPage);
    expect(await page.locator('#questions').innerText()).toContain('내일 도착해요.');
    await isWell();
  });
});
