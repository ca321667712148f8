/** What an owner does at her desk, by what she sees and types. The same steps with and without JavaScript. */
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { runCommand } from './commands';
import type { Site } from './site';

export const desk = (site: Site, at: string): string => `https://app.${site.domain}${at}`;

/** Sends the form that posts to this path, by its first button or the one that is named, and waits for what comes. */
export async function send(
  page: Page,
  action: string,
  button = 'button:not(.unseen):not([formnovalidate])',
): Promise<void> {
  const form = page.locator(`main form[method="post"][action="${action}"]`).first();
  await Promise.all([page.waitForEvent('load'), form.locator(button).first().click()]);
}

/** `npm run owner`, as the operator types it on the host. @returns the link that it prints */
export function ownerLink(site: Site, email: string, name: string): string {
  const { stdout, stderr } = runCommand('owner', [email, '--name', name], site);
  const link = /^ +(https:\S+)$/m.exec(stdout)?.[1];
  if (!link) throw new Error(`no link was printed:\n${stdout}${stderr}`);
  return link;
}

/** Password, authenticator app, and in. @returns her recovery codes */
export async function setUp(page: Page, link: string): Promise<string[]> {
  await page.goto(link);
  await page.fill('input[name="password"]', 'four quiet words here');
  await Promise.all([page.waitForEvent('load'), page.locator('main form[method="post"] button').click()]);
  const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(/\s/g, '');
  await page.fill('input[name="code"]', new TOTP({ secret }).generate());
  await Promise.all([page.waitForEvent('load'), page.locator('main form[method="post"] button').click()]);
  return page.locator('.codes li').allTextContents();
}

export async function fillSettings(page: Page, site: Site): Promise<void> {
  const sections: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    seller: {
      company: '아우라 상점',
      owner: '김서연',
      businessNumber: '220-81-62517',
      mailOrderNumber: '2026-서울종로-0123',
      postcode: '03056',
      address: '서울특별시 종로구 북촌로 12',
      phone: '02-123-4567',
      email: `hello@${site.domain}`,
    },
    bank: {
      bank: '우리은행',
      account: '1002-123-456789',
      holder: '김서연',
      deadlineHours: '48',
      protectionName: '우리은행 에스크로',
      protectionUrl: 'escrow.example.com/aura',
    },
    delivery: { fee: '3000', freeFrom: '50000' },
  };
  for (const [section, fields] of Object.entries(sections)) {
    const action = `/admin/settings/${section}`;
    await page.goto(desk(site, section === 'delivery' ? action : '/admin/settings'));
    for (const [name, value] of Object.entries(fields)) {
      await page.fill(`form[action="${action}"] input[name="${name}"]`, value);
    }
    await send(page, action);
  }
  await page.goto(desk(site, '/admin/settings'));
  await send(page, '/admin/settings/mail/test');
}

export async function makeHouse(
  page: Page,
  site: Site,
  name: { readonly ko: string; readonly en: string },
): Promise<void> {
  await page.goto(desk(site, '/admin/products/houses/new'));
  await page.fill('input[name="name_ko"]', name.ko);
  await page.fill('input[name="name_en"]', name.en);
  await send(page, '/admin/products/houses');
}

export async function makeNote(page: Page, site: Site, ko: string, en: string, group: string): Promise<void> {
  await page.goto(desk(site, '/admin/products/notes'));
  await page.fill('input[name="name_ko"]', ko);
  await page.fill('input[name="name_en"]', en);
  await page.selectOption('select[name="note_group"]', group);
  await send(page, '/admin/products/notes');
}

interface NewProduct {
  readonly ko: string;
  readonly en: string;
  readonly note: string;
  readonly accords: Readonly<Record<string, number>>;
  readonly price: number;
  readonly photo: Buffer;
}

export async function makeProduct(page: Page, site: Site, product: NewProduct): Promise<void> {
  await page.goto(desk(site, '/admin/products/new'));
  await page.fill('input[name="name_ko"]', product.ko);
  await page.fill('input[name="name_en"]', product.en);
  await page.fill('textarea[name="story_ko"]', `${product.ko}의 이야기예요.`);
  await page.fill('textarea[name="story_en"]', `The story of ${product.en}.`);
  await page.fill('input[name="perfumer_ko"]', '한도윤');
  await page.fill('input[name="perfumer_en"]', 'Doyun Han');
  await page.selectOption('select[name="house"]', { index: 1 });
  await page.selectOption('select[name="family"]', { index: 1 });
  await page.fill('input[name="alcohol_percent"]', '80');
  await page.fill('input[name="year"]', '2026');
  for (const layer of ['top', 'heart', 'base']) await page.fill(`input[name="notes_${layer}"]`, product.note);
  for (const [slug, weight] of Object.entries(product.accords))
    await page.fill(`input[data-accord="${slug}"]`, String(weight));
  await page.fill('#volume_ml-0', '50');
  await page.fill('#volume_price-0', String(product.price));
  await page.fill('#volume_stock-0', '10');
  await send(page, '/admin/products', '.form__end button');
  const action = new URL(page.url()).pathname;
  await page.setInputFiles('input[name="file"]', { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: product.photo });
  await page.fill('form[enctype] input[name="alt_ko"]', `${product.ko} 병`);
  await page.fill('form[enctype] input[name="alt_en"]', `A bottle of ${product.en}`);
  await send(page, `${action}/photos`);
  await send(page, `${action}/visibility`, 'button[value="publish"]');
}
