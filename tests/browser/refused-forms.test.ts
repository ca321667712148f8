/** A form that is refused: what is wrong stands on top with the focus, by the names of its fields, and leads to them. */
import type { Page } from 'playwright-core';
import { localPath } from '../../server/i18n/locale';
import { desk, send } from '../setup/owner';
import { at, withOwnersSite } from '../setup/visited-site';

jest.setTimeout(240_000);

const { site, open } = withOwnersSite({ env: { PAYMENTS: 'bank,test' } });
let page: Page;

beforeEach(async () => {
  page = await open();
});

/** As a browser sends it that knows no `required`. */
async function sendEmpty(action: string): Promise<void> {
  await page.evaluate(`for (const form of document.forms) form.noValidate = true`);
  await send(page, action);
}

async function expectSummary(labels: readonly string[]): Promise<void> {
  expect(await page.evaluate(`document.activeElement.matches('main .notice--wrong')`)).toBe(true);
  const links = page.locator('main .notice--wrong a');
  const texts = await links.allTextContents();
  expect(texts.map((text) => text.slice(0, text.indexOf(':')))).toEqual(labels);
  await links.nth(1).click();
  const target = await links.nth(1).getAttribute('href');
  expect(await page.evaluate(`document.querySelector('${target}').matches(':target')`)).toBe(true);
}

test.each([
  ['ko', ['이름', '이메일', '비밀번호']],
  ['en', ['Name', 'E-mail', 'Password']],
] as const)('in the shop, in %s', async (locale, labels) => {
  await page.goto(at(locale, '/account/register'));
  await sendEmpty(localPath(locale, '/account/register'));
  await expectSummary(labels);
});

test.each([
  ['ko', ['이름 (한국어)', '이름 (영어)', '갈래']],
  ['en', ['Name (Korean)', 'Name (English)', 'Kind']],
] as const)('at the desk, in %s', async (locale, labels) => {
  await page.goto(desk(site, '/admin/account'));
  await page.selectOption('select[name="locale"]', locale);
  await page.fill('input[name="name"]', `김서연 ${locale}`);
  await send(page, '/admin/account');
  await page.goto(desk(site, '/admin/products/notes'));
  await sendEmpty('/admin/products/notes');
  await expectSummary(labels);
});
