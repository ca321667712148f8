import { writeFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { certificatePaths } from '../../../../server/certificates/paths';
import { cleanStatus, writeStatus } from '../../../../server/certificates/status';
import { paidOrder } from '../../../database/desk/figures/orders';
import { seedTestCatalogue, withStockedShop } from '../../../setup/catalogue';
import { deskVisitor, withDesk } from '../../../setup/desk';
import { expectAll, expectNone, formOf } from '../../../setup/html';
import { countStatements } from '../../storefront/catalogue/statements';

const SELLER = {
  company: '에센스',
  owner: '김서연',
  address: '서울',
  phone: '02-123-4567',
  email: 'a@essence-aura.com',
  businessNumber: '220-81-62517',
  mailOrderNumber: '신고 면제',
  postcode: '',
};

const TRANSFERS = {
  bank: '국민은행',
  account: '123456-01-234567',
  holder: '에센스',
  deadlineHours: '72',
  protectionName: '국민은행 에스크로',
  protectionUrl: 'https://escrow.example.com/',
};
const NO_ACCOUNT = Object.fromEntries(
  Object.entries(TRANSFERS).map(([name, value]) => [name, name === 'deadlineHours' ? value : '']),
);

describe('in production', () => {
  const { shop, owner } = withDesk({ config: { mode: 'production', payments: ['bank'] } });

  const isPreview = async (): Promise<boolean> => {
    const pages = await Promise.all(
      ['/', '/terms', '/en/perfumes'].map((path) => shop.visitor().get(path).expect(200)),
    );
    const shown = pages.map(({ text }) => /class="preview"/.test(text));
    expect(new Set(shown).size).toBe(1);
    return shown[0]!;
  };
  const open = async (): Promise<string[]> => {
    const text = await owner.text('/admin');
    return Array.from(
      text.matchAll(/class="checks__item">\s*<p><a href="([^"]+)">[^]*?class="(status[^"]*)"/g),
      ([, href, status]) => (status!.includes('done') ? '' : href!),
    ).filter(Boolean);
  };
  async function save(section: string, values: Record<string, string>): Promise<void> {
    const page = section === 'delivery' ? '/admin/settings/delivery' : '/admin/settings';
    const [path, hidden] = formOf(await owner.text(page), `/admin/settings/${section}`);
    await owner.post(path, { ...hidden, ...values }).expect(303);
  }

  test('the checklist turns the preview off, step by step, and goes when it is done', async () => {
    expect(await open()).toEqual([
      '/admin/settings#seller',
      '/admin/settings#bank',
      '/admin/settings/delivery',
      '/admin/settings#mail',
      '/admin/products',
    ]);
    expect((await owner.get('/admin')).text).toContain('상호, 대표자, 사업자등록번호, 통신판매업 신고번호');
    expect(await isPreview()).toBe(true);

    await save('seller', SELLER);
    expect(await open()).not.toContain('/admin/settings#seller');
    await save('bank', { ...TRANSFERS, protectionName: '', protectionUrl: '' });
    expect(await open()).toContain('/admin/settings#bank');
    const task = '적을 때까지 손님이 무통장입금을 고를 수 없어요.';
    expectAll(await owner.words('/admin'), '구매안전서비스, 구매안전서비스 확인 주소', task);
    await save('bank', TRANSFERS);
    expect(await open()).not.toContain('/admin/settings#bank');
    expect(await owner.words('/admin')).not.toContain(task);
    expect(await isPreview()).toBe(true);
    await seedTestCatalogue(shop);
    shop.shop.services.memories.forgetAll();
    expect(await isPreview()).toBe(false);
    expect(await open()).toEqual(['/admin/settings/delivery', '/admin/settings#mail']);

    shop.mailbox.troubles.push('550 no such user');
    await owner.post('/admin/settings/mail/test').expect(303);
    expect((await owner.get('/admin')).text).toContain('마지막 시험 메일이 나가지 않았어요: 550 no such user');
    await owner.post('/admin/settings/mail/test').expect(303);
    await save('delivery', {
      ...{ fee: '3000', freeFrom: '50000', areasWhenFree: 'charged', carrier: '' },
      ...{ cutOffHour: '14', transitDays: '1', transitMore: '1' },
    });
    expect(await open()).toEqual([]);
    expect((await owner.get('/admin')).text).not.toContain('가게 열기');
  });

  test('a page of words alone is told when the first perfume comes or the last one goes', async () => {
    for (const path of ['/terms', '/delivery', '/robots.txt', '/']) {
      const { headers } = await shop.visitor().get(path).expect(200);
      expect(headers['cache-groups']).toContain('"catalogue"');
    }
  });

  test('what is taken away again makes a preview of it again', async () => {
    await save('bank', NO_ACCOUNT);
    expect(await isPreview()).toBe(true);
    expect(await open()).toEqual(['/admin/settings#bank']);
    await save('bank', TRANSFERS);
    expect(await isPreview()).toBe(false);
    await shop.database.run`update perfumes set published_at = null`;
    shop.shop.services.memories.forgetAll();
    expect(await isPreview()).toBe(true);
  });
});

describe('what has to be done', () => {
  const { shop, ids } = withStockedShop();

  test('volumes that run out, failed mails and the certificate are told with a way to each', async () => {
    await shop.database.run`
      insert into outbox (kind, locale, recipient, subject, body_text, body_html, status, created_at)
       select 'order-paid', 'ko', 'a@b.c', 's', 't', 'h', 'failed', now() from generate_series(1, 3)`;
    const file = certificatePaths(shop.context.dataDir).status;
    await mkdir(path.dirname(file), { recursive: true });
    await writeStatus(file, { ...cleanStatus('acme', null, shop.clock.now()), problems: ['The CA says: <no>'] });
    const owner = await deskVisitor(shop, 'owner', { locale: 'en' });
    const text = await owner.text('/admin');
    const tasks = Array.from(
      text.matchAll(/<a href="([^"]+)"><span class="task__count number">([^<]+)/g),
      ([, href, count]) => [href, count],
    );
    expect(tasks).toEqual([
      ['/admin/operations#mails', '3'],
      ['/admin/operations#certificate', '1'],
      ['/admin/stock', '4'],
    ]);
    expect(text).toContain('The CA says: &lt;no&gt;');
    await writeFile(file, '{ damaged');
    expect(await owner.text('/admin')).not.toContain('#certificate');
  });

  test('troubles of the machine are told by their names, and the certificate’s not twice', async () => {
    const file = certificatePaths(shop.context.dataDir).status;
    await mkdir(path.dirname(file), { recursive: true });
    await writeStatus(file, { ...cleanStatus('acme', null, shop.clock.now()), problems: ['x'] });
    await shop.database.run`insert into alarms (kind, cause, since, looked_at, began_at)
       values ('certificate', 'failing', ${shop.clock.now()}, ${shop.clock.now()}, ${shop.clock.now()}), ('disk',
      'low', ${shop.clock.now()}, ${shop.clock.now()}, ${shop.clock.now()}), ('backup', 'late', ${shop.clock.now()},
      ${shop.clock.now()}, null)`;
    const text = await (await deskVisitor(shop)).text('/admin');
    expect(text).toMatch(/href="\/admin\/operations#alarms"><span[^>]*>2<\/span>[^]*?인증서 문제 · 디스크 공간 부족/);
    expect(text).not.toContain('#certificate');
    const shipping = await (await deskVisitor(shop, 'shipping')).text('/admin');
    expect(shipping).not.toContain('디스크 공간 부족');
  });

  test('who ships sees what she can open, and no checklist', async () => {
    const shipping = await deskVisitor(shop, 'shipping');
    const text = await shipping.text('/admin');
    expect(text).toContain('/admin/stock');
    expectNone(text, '/admin/operations', '가게 열기');
  });

  test('what was paid today stands above it, by the day in Korea, for whoever may see figures', async () => {
    const now = shop.clock.now();
    const [line] = [[ids['TST-AFTER-RAIN-010']!, 2, 28_000]] as const;
    for (const hours of [0, 48]) {
      await paidOrder(shop.database.pool, {
        at: new Date(now.getTime() - hours * 3_600_000).toISOString(),
        lines: [line],
      });
    }
    const sums = (text: string): string[] =>
      Array.from(text.matchAll(/class="today__sum number">([^<]+)/g), ([, sum]) => sum!);
    for (const role of ['owner', 'reader'] as const) {
      expect(sums(await (await deskVisitor(shop, role)).text('/admin'))).toEqual(['1', '₩56,000']);
    }
    expect(sums(await (await deskVisitor(shop, 'shipping')).text('/admin'))).toEqual([]);
  });

  test('the page takes at most four statements', async () => {
    const owner = await deskVisitor(shop);
    shop.shop.services.memories.forgetAll();
    expect(await countStatements(shop, () => owner.get('/admin').expect(200))).toBeLessThanOrEqual(4);
  });
});
