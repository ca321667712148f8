/** A transfer in two hands: hers, who pays, and the seller's, who has the bank's file on her phone. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectPaths } from '../../server/config/paths';
import type { Look } from '../setup/browser';
import { desk, send } from '../setup/owner';
import { addToCart, checkOut, type Shopper } from '../setup/shopper';
import { type Movement, ofKookmin, ofShinhan } from '../setup/statements';
import { complaints, sideways, withOwnersSite } from '../setup/visited-site';

jest.setTimeout(240_000);

/** Looked at after a run. */
const PICTURES = path.join(projectPaths().root, 'tests', '.output', 'deposits');
const LIST = '/admin/orders/deposits';

const { site, open, shopper: openAs } = withOwnersSite({ env: { PAYMENTS: 'bank,test' } });
beforeAll(() => void mkdirSync(PICTURES, { recursive: true }));

const keep = (page: Page, name: string) =>
  page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true, animations: 'disabled' });

async function orderBy(
  shopper: Shopper,
  depositor: string,
): Promise<{ number: string; total: number; placed: string }> {
  await addToCart(shopper, 'after-rain');
  const { page } = shopper;
  const email = `${randomUUID()}@example.com`;
  await checkOut(shopper, { method: 'bank', email, depositor });
  const number = /\/orders\/(EA-[0-9A-Z]{10})/.exec(page.url())![1]!;
  const row = await site.database.row<{ total: number; placed: string }>`
    select total, to_char(now() at time zone 'Asia/Seoul', 'YYYY-MM-DD HH24:MI:SS') as placed from orders
    where number = ${number}`;
  return { number, ...row };
}

const looks = [
  { locale: 'ko', colorScheme: 'light', width: 390 },
  { locale: 'en', colorScheme: 'dark', width: 390 },
  { locale: 'ko', colorScheme: 'dark', width: 1440 },
] as const;

test.each(looks)(
  'the buyer copies account and amount with a tap each ($locale, $colorScheme, $width)',
  async (look) => {
    const at: Look = { viewport: { width: look.width, height: 844 }, colorScheme: look.colorScheme };
    const shopper = await openAs(look.locale, at);
    const { page } = shopper;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const { total } = await orderBy(shopper, '남궁입금');
    const copied: unknown[] = [];
    for (const button of await page.locator('button[data-copy]').all()) {
      await button.click();
      const status = page.locator('[role="status"]', { hasText: /./ });
      await status.first().waitFor();
      const box = await button.boundingBox();
      copied.push([await page.evaluate('navigator.clipboard.readText()'), box!.height >= 44]);
    }
    expect(copied).toEqual([
      ['0000000000000', true],
      [String(total), true],
    ]);
    expect(await page.locator('main').innerText()).toContain('남궁입금');
    expect([await complaints(page), await sideways(page)]).toEqual([[], 0]);
    await keep(page, `order-${look.locale}-${look.colorScheme}-${look.width}`);
  },
);

test.each([true, false])('the name is asked of who pays by transfer only (scripts: %s)', async (javaScriptEnabled) => {
  const shopper = await openAs('ko', { javaScriptEnabled });
  const { page } = shopper;
  await addToCart(shopper, 'after-rain');
  await page.goto(`${shopper.origin}/checkout`);
  const asked = page.locator('input[name="depositor"]');
  await page.check('input[name="payment_method"][value="test"]');
  expect(await asked.isVisible()).toBe(false);
  await page.check('input[name="payment_method"][value="bank"]');
  expect(await asked.isVisible()).toBe(true);
  await keep(page, `checkout-${javaScriptEnabled ? 'scripts' : 'plain'}`);
});

test('without scripts there is no button, and the account can be chosen', async () => {
  const shopper = await openAs('ko', { javaScriptEnabled: false });
  await orderBy(shopper, '');
  expect(await shopper.page.locator('button[data-copy]').first().isVisible()).toBe(false);
  expect(await shopper.page.locator('.copied__text').first().innerText()).toBe('000-0000-0000-00');
});

test.each([
  { locale: 'ko', colorScheme: 'light', javaScriptEnabled: true, fileOf: ofKookmin, name: '선우가람' },
  { locale: 'en', colorScheme: 'dark', javaScriptEnabled: false, fileOf: ofShinhan, name: 'June Park' },
] as const)(
  'the seller sends the bank’s file and confirms, on a phone ($locale)',
  async ({ fileOf, name, ...look }) => {
    await site.database.run`update staff set locale = ${look.locale}`;
    await site.database.run`delete from deposits`;
    await site.database.run`delete from statement_layouts`;
    const shopper = await openAs(look.locale);
    const [fits, lacks] = [await orderBy(shopper, name), await orderBy(shopper, `${name}둘`)];
    const came = (payer: string, amount: number): Movement => ({
      at: fits.placed,
      name: payer,
      amount,
      balance: amount,
    });
    const movements = [
      came(name, fits.total),
      came(`${name}둘`, lacks.total - 1_000),
      came('모르는분', 12_300),
      came('전기요금', -20_000),
    ];
    const page = await open({ viewport: { width: 390, height: 844 }, ...look });
    const axe = async (): Promise<string[]> => (look.javaScriptEnabled ? complaints(page) : []);
    const seen: unknown[] = [];
    const see = async (what: string): Promise<void> => {
      await keep(page, `${what}-${look.locale}`);
      seen.push([what, await axe(), look.javaScriptEnabled ? await sideways(page) : 0]);
    };
    await page.goto(desk(site, '/admin/orders?tab=confirm'));
    await Promise.all([page.waitForEvent('load'), page.locator(`main a[href="${LIST}"]`).click()]);
    const file = fileOf(movements);
    await page.setInputFiles('input[type="file"]', { name: file.name, mimeType: file.type, buffer: file.content });
    await send(page, `${LIST}/statements`);
    await see('columns');
    await send(page, new URL(page.url()).pathname);
    await see('list');
    const words = await page.locator('main').innerText();
    for (const part of [fits.number, lacks.number, '모르는분', '₩1,000']) expect(words).toContain(part);
    expect(words).not.toContain('전기요금');
    await send(page, `${LIST}/confirm`);
    await see('confirmed');
    const status = (number: string) => site.database.value<string>`select status from orders where number = ${number}`;
    expect([await status(fits.number), await status(lacks.number)]).toEqual(['paid', 'pending']);
    const unmatched = page.locator('.deposits__item', { hasText: '모르는분' });
    await Promise.all([page.waitForEvent('load'), unmatched.locator('a').last().click()]);
    await see('one');
    await page.fill('textarea[name="note"]', '가게 돈이 아님');
    await send(page, `${new URL(page.url()).pathname}/set-aside`);
    expect(await site.database.value<number>`select count(*) from deposits where state = 'set-aside'`).toBe(1);
    expect(seen).toEqual(['columns', 'list', 'confirmed', 'one'].map((what) => [what, [], 0]));
  },
);
