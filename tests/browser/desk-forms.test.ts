/** What is typed at the desk: while something else of the page is pressed, when a session ends, and pressed twice. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectPaths } from '../../server/config/paths';
import { desk, send } from '../setup/owner';
import { complaints, OWNER, WAYS, withOwnersSite } from '../setup/visited-site';

jest.setTimeout(240_000);

/** Looked at after a run. */
const PICTURES = path.join(projectPaths().root, 'tests', '.output', 'desk-forms');

const { site, open, codes, remember } = withOwnersSite();

const PERFUME = '/admin/products/1';
const DELIVERY = 'form[action$="/delivery"]';

beforeAll(() => mkdirSync(PICTURES, { recursive: true }));

/** In a page of its own: axe takes the focus from it. */
async function complaintsAt(path: string, beside: Page): Promise<string[]> {
  const page = await beside.context().newPage();
  await page.goto(desk(site, path));
  const found = await complaints(page);
  await page.close();
  return found;
}

const endSessions = () => site.database.run`delete from desk_sessions`;

/** Through the page that stands there already. */
async function signInAgain(page: Page): Promise<void> {
  await page.fill('input[name="email"]', OWNER);
  await page.fill('input[name="password"]', 'four quiet words here');
  await send(page, '/admin/sign-in');
  await page.locator('summary').first().click();
  await page.fill('input[name="recovery"]', codes.pop()!);
  await send(page, '/admin/sign-in/code');
  await remember(page);
}

describe.each(WAYS)('in %s, with scripts: %s', (locale, javaScriptEnabled) => {
  const look = { locale: locale === 'ko' ? 'ko-KR' : 'en-GB', javaScriptEnabled };
  beforeEach(() => site.database.run`update staff set locale = ${locale}`);

  test('a session that ends while a story is written costs a sign-in, and no word of it', async () => {
    const page = await open(look);
    const story = `비가 그친 뒤의 마당이에요. ${locale} ${javaScriptEnabled}`;
    await page.goto(desk(site, PERFUME));
    await page.fill('textarea[name="story_ko"]', story);
    await endSessions();
    await send(page, PERFUME, '.form__end button');
    const picture = path.join(PICTURES, `kept-${locale}-${javaScriptEnabled}`);
    await page.screenshot({ path: `${picture}-1.png`, animations: 'disabled' });
    await signInAgain(page);
    expect(await page.inputValue('textarea[name="story_ko"]')).toBe(story);
    await page.screenshot({ path: `${picture}-2.png`, animations: 'disabled' });
    if (javaScriptEnabled) expect(await complaintsAt('/admin/kept', page)).toEqual([]);
    await page.bringToFront();
    const stored = () => site.database.value<string>`select story_ko from perfumes where id = 1`;
    expect(await stored()).not.toBe(story);
    await send(page, PERFUME, '.form__end button');
    expect(await stored()).toBe(story);
  });

  test('a delivery that is pressed twice has come once', async () => {
    const page = await open(look);
    await page.goto(desk(site, '/admin/stock/1'));
    const booked = () =>
      site.database.value<number>`select count(*) as n from stock_movements where reason = 'delivery'`;
    const before = await booked();
    await page.fill('input[name="quantity"]', '6');
    await page.locator(`${DELIVERY} button`).dblclick({ noWaitAfter: true });
    await page.locator('.notice').waitFor();
    expect(await booked()).toBe(before + 1);
  });
});

test('what is typed is asked about before another form of the page is sent, which can be sent again at once', async () => {
  const page = await open();
  await page.goto(desk(site, PERFUME));
  await page.fill('textarea[name="story_ko"]', '아직 저장하지 않은 이야기');
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void (asked.length < 3 ? dialog.dismiss() : dialog.accept());
  });
  const publish = page.locator(`form[action="${PERFUME}/visibility"] button`).first();
  for (const times of [1, 2]) {
    await publish.click({ noWaitAfter: true });
    while (asked.length < times) await page.waitForTimeout(20);
    expect(await page.inputValue('textarea[name="story_ko"]')).toBe('아직 저장하지 않은 이야기');
  }
  await Promise.all([page.waitForEvent('load'), publish.click()]);
  expect(asked).toEqual(['beforeunload', 'beforeunload', 'beforeunload']);
});

test('a form that was refused is unsaved still', async () => {
  const page = await open();
  await page.goto(desk(site, '/admin/stock/1'));
  await page.fill('input[name="quantity"]', '많이');
  await page.locator(`${DELIVERY} button`).click();
  await page.locator('.notice--wrong').waitFor();
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.locator(`${DELIVERY} input[name="quantity"]`).click();
  await Promise.all([page.waitForEvent('load'), page.locator('.desk__mark').click()]);
  expect(asked).toEqual(['beforeunload']);
});
