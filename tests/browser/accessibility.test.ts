import { LOCALES, localPath } from '../../server/i18n/locale';
import { addToCart, checkOut, payWithCard, PAYS, register, type Shopper } from '../setup/shopper';
import { at, complaints, ORIGIN, sideways, withVisitedSite } from '../setup/visited-site';

jest.setTimeout(240_000);

const SCHEMES = ['light', 'dark'] as const;
const { site, open, shopper: openAs } = withVisitedSite();

const PUBLIC = [
  '/',
  '/perfumes',
  '/perfumes?q=%EC%97%86%EB%8A%94%ED%96%A5',
  '/perfumes/after-rain',
  '/terms',
  '/privacy',
  '/delivery',
  '/nowhere',
  '/cart',
  '/account/login',
  '/account/register',
  '/account/forgot',
  '/orders/lookup',
  '/account/reset?token=not-a-token',
];

async function privatePages(shopper: Shopper, visit: (where: string) => Promise<void>): Promise<void> {
  await register(shopper, `axe-${shopper.locale}-${Date.now()}@example.com`);
  await visit('after registering');
  await addToCart(shopper, 'after-rain');
  await visit('/cart with a line');
  await shopper.page.goto(at(shopper.locale, '/checkout'));
  await visit('/checkout');
  await checkOut(shopper, { method: 'test' });
  await visit('the hosted payment page');
  await payWithCard(shopper, PAYS);
  await visit('the confirmation');
  await addToCart(shopper, 'ink');
  await checkOut(shopper, { method: 'bank' });
  await visit('an order that waits for a bank transfer');
  for (const path of ['/account', '/account/password', '/account/orders']) {
    await shopper.page.goto(at(shopper.locale, path));
    await visit(path);
  }
}

describe.each(LOCALES)('in %s', (locale) => {
  test.each(SCHEMES)('axe finds nothing on any page, %s', async (colorScheme) => {
    const viewport = { width: locale === 'ko' ? 360 : 1440, height: 900 };
    const shopper = await openAs(locale, { colorScheme, viewport });
    const found: string[] = [];
    const look = async (where: string): Promise<void> =>
      void found.push(...(await complaints(shopper.page)).map((complaint) => `${where}: ${complaint}`));
    for (const path of PUBLIC) {
      await shopper.page.goto(at(locale, path));
      await look(path);
    }
    await privatePages(shopper, look);
    expect(found).toEqual([]);
  });
});

test.each([360, 1440])('no page scrolls sideways at %i pixels', async (width) => {
  const page = await open({ viewport: { width, height: 800 } });
  const wide: string[] = [];
  for (const locale of LOCALES) {
    for (const path of PUBLIC) {
      await page.goto(at(locale, path));
      const overflow = await sideways(page);
      if (overflow > 0) wide.push(`${localPath(locale, path)}: ${overflow} px`);
    }
  }
  expect(wide).toEqual([]);
});

test('at 360 pixels no page scrolls sideways, however long a word without blanks is', async () => {
  const word = 'Aurora'.repeat(10);
  const kept = await site.database.rows<{ id: number; ko: string; en: string; house: number }>`
    select id, name_ko as ko, name_en as en, house_id as house from perfumes where slug = 'after-rain'`;
  const { id, ko, en, house } = kept[0]!;
  const [houseNames] = await site.database.rows<{ ko: string; en: string }>`
    select name_ko as ko, name_en as en from houses where id = ${house}`;
  await site.database.run`update perfumes set name_ko = ${word}, name_en = ${word} where id = ${id}`;
  await site.database.run`update houses set name_ko = ${word}, name_en = ${word} where id = ${house}`;
  const shopper = await openAs('ko', { viewport: { width: 360, height: 800 } });
  const { page } = shopper;
  const wide: string[] = [];
  const look = async (where: string): Promise<void> => {
    const overflow = await sideways(page);
    if (overflow > 0) wide.push(`${where}: ${overflow} px`);
  };
  try {
    await register(shopper, `${'a'.repeat(47)}${Date.now()}@${'long-domain-name-'.repeat(3)}x.example.com`);
    await look('/account');
    for (const path of [`/perfumes?q=${word}`, '/perfumes?house=ujeon', '/', '/perfumes/after-rain']) {
      await page.goto(ORIGIN + path);
      await look(path);
    }
    await addToCart(shopper, 'after-rain');
    await look('/cart');
    await page.goto(`${ORIGIN}/checkout`);
    await look('/checkout');
    await page.fill('input[name="recipient"]', word.slice(0, 40));
    await page.fill('input[name="phone"]', '010-1234-5678');
    await page.fill('input[name="postcode"]', '03056');
    await page.fill('input[name="address_line1"]', word.repeat(2));
    await page.locator('[name="delivery_note"]').fill(word);
    await page.locator('input[name="payment_method"][value="bank"]').check();
    await Promise.all([page.waitForEvent('load'), page.locator('#checkout button.button--wide').click()]);
    expect(page.url()).toContain('/orders/');
    await look('an order');
    await page.goto(`${ORIGIN}/account/orders`);
    await look('/account/orders');
  } finally {
    await site.database.run`update perfumes set name_ko = ${ko}, name_en = ${en} where id = ${id}`;
    await site.database.run`
      update houses set name_ko = ${houseNames!.ko}, name_en = ${houseNames!.en} where id = ${house}`;
  }
  expect(wide).toEqual([]);
});

interface Drawn {
  readonly background: string;
  readonly border: string;
  readonly dot: string;
}

test.each(SCHEMES)('what is chosen among radio buttons is drawn, and the others are empty, %s', async (colorScheme) => {
  const shopper = await openAs('ko', { colorScheme, viewport: { width: 360, height: 800 } });
  await addToCart(shopper, 'after-rain');
  await shopper.page.goto(`${ORIGIN}/checkout`);
  await shopper.page.locator('input[value="bank"]').check();
  const drawn = (value: string): Promise<Drawn> =>
    shopper.page.evaluate<Drawn>(`(() => {
      const radio = document.querySelector('input[type="radio"][value="${value}"]');
      const { backgroundColor: background, borderTopColor: border, appearance } = getComputedStyle(radio);
      return { background, border, appearance, dot: getComputedStyle(radio, '::before').transform };
    })()`);
  const [chosen, other] = [await drawn('bank'), await drawn('test')];
  expect([chosen, other]).toMatchObject([{ appearance: 'none' }, { appearance: 'none' }]);
  expect(other.background).toBe('rgba(0, 0, 0, 0)');
  expect(other.dot).toBe('matrix(0, 0, 0, 0, 0, 0)');
  expect(chosen.dot).toBe('none');
  expect(chosen.border).not.toBe(other.border);
});

test('a button that a finger has tapped looks as it did before', async () => {
  const page = await open({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 800 } });
  await page.goto(`${ORIGIN}/perfumes/after-rain`);
  const look = (): Promise<string> =>
    page.evaluate<string>(`getComputedStyle(document.querySelector('form[data-add-to-cart] button')).backgroundColor`);
  const before = await look();
  await page.locator('form[data-add-to-cart] button').tap();
  await page.locator('[data-added-place] a').waitFor();
  // One transition may be cut short by the next.
  await page.evaluate(`new Promise((resolve) => {
    const button = document.querySelector('form[data-add-to-cart] button');
    const still = () => (button.getAnimations().length === 0 ? resolve(null) : requestAnimationFrame(still));
    still();
  })`);
  expect(await look()).toBe(before);
});
